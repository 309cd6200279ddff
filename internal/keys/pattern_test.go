package keys

import (
	"net/netip"
	"testing"
)

// What tshark 4.0.17 makes of such patterns in esp_sa is what these say, but
// for "80.2.*", which it takes and which fits nothing there.
func TestAddr(t *testing.T) {
	for _, c := range []struct {
		text string
		fits []string
		not  []string
	}{
		{"*", []string{"80.1.0.2", "2001:db8::1"}, nil},
		{"80.1.0.2", []string{"80.1.0.2"}, []string{"80.1.0.3", "::ffff:1:2"}},
		{"80.*.0.2", []string{"80.1.0.2", "80.255.0.2"}, []string{"81.1.0.2", "80.1.1.2", "2001:db8::1"}},
		{"*.*.*.*", []string{"1.2.3.4"}, []string{"::1"}},
		{"2001:db8::1", []string{"2001:db8::1"}, []string{"2001:db8::2"}},
		{"2001:db8::*", []string{"2001:db8::", "2001:db8::ffff"}, []string{"2001:db8::1:0", "1.2.3.4"}},
		{"2001:*::7:*:1", []string{"2001:db8::7:2:1", "2001:1::7:ffff:1"}, []string{"2002:db8::7:2:1", "2001:db8::8:2:1", "2001:db8::7:2:2"}},
		{"*:1:2:3:4:5:6:*", []string{"9:1:2:3:4:5:6:8"}, []string{"9:1:2:3:4:5:7:8"}},
		{"*::", []string{"5::"}, []string{"5::1"}},
	} {
		p, ok := ParseAddr(c.text)
		if !ok {
			t.Errorf("%s: not read", c.text)
			continue
		}
		for _, a := range c.fits {
			if !p.Fits(netip.MustParseAddr(a)) {
				t.Errorf("%s does not fit %s", c.text, a)
			}
		}
		for _, a := range c.not {
			if p.Fits(netip.MustParseAddr(a)) {
				t.Errorf("%s fits %s", c.text, a)
			}
		}
		again, ok := ParseAddr(p.String())
		if !ok || again != p {
			t.Errorf("%s is written as %s, which is another", c.text, p)
		}
	}
	for _, text := range []string{"", "80.2.*", "80.1*.0.2", "*.*", "80.1.0.2/16", "2001:db8::1*", "1:*:3", "::*::", "host", "fe80::1%*", "1.2.3.4:*"} {
		if p, ok := ParseAddr(text); ok {
			t.Errorf("%q is read as %v", text, p)
		}
	}
}

func TestSPI(t *testing.T) {
	for _, c := range []struct {
		text string
		want SPI
		form string
	}{
		{"*", SPI{}, "*"},
		{"0x0b34389d", SPI{0x0b34389d, 0xffffffff}, "0x0b34389d"},
		{"0XB34389D", SPI{0x0b34389d, 0xffffffff}, "0x0b34389d"},
		{"187971741", SPI{0x0b34389d, 0xffffffff}, "0x0b34389d"},
		{"10", SPI{10, 0xffffffff}, "0x0000000a"},
		{"0x0b34389*", SPI{0x0b343890, 0xfffffff0}, "0x0b34389*"},
		{"0x*b3****9", SPI{0x0b300009, 0x0ff0000f}, "0x*b3****9"},
	} {
		got, ok := ParseSPI(c.text)
		if !ok || got != c.want || got.String() != c.form {
			t.Errorf("%s: %+v %s, want %+v %s", c.text, got, got, c.want, c.form)
		}
	}
	for _, text := range []string{"", "0x", "0x123456789", "4294967296", "-1", "12ab", "0x12g4", "1*"} {
		if p, ok := ParseSPI(text); ok {
			t.Errorf("%q is read as %v", text, p)
		}
	}
	if p := (SPI{0x0b343890, 0xfffffff0}); !p.Fits(0x0b34389d) || p.Fits(0x0b34388d) {
		t.Error("0x0b34389* fits the wrong SPIs")
	}
}

// addr reads an address, which may have wildcards.
func addr(s string) Addr {
	a, ok := ParseAddr(s)
	if !ok {
		panic(s)
	}
	return a
}
