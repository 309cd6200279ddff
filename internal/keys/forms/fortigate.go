package forms

import (
	"net/netip"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A fortigate reads what FortiOS prints for "diagnose vpn tunnel list":
//
//	name=HUB_0 ver=1 serial=4 100.1.1.2:0->200.1.1.2:0 lgwy=static/1 ...
//	natt: mode=none draft=0 interval=0 remote_port=0
//	  SA:  ref=3 options=226 type=00 soft=0 mtu=1438 ... esn=0 ...
//	    dec: spi=d87e91b4 esp=aes key=16 f598636b2f6feb532e32f883300f4595
//	         ah=sha1 key=20 663bcb60b48c072daebdc011e27c35836e2f45eb
//	    enc: spi=d56f5619 esp=aes key=16 f3059875bf7c1915eb711a5355a603a8
//	         ah=sha1 key=20 f8d348a6abdb169781f2e1b3aae099c70d16ea92
type fortigate struct {
	c             *collector
	local, remote keys.Addr
	encap         keys.Encap
	esn           bool
	sa            *keys.ESP // whose authentication is still to come
	encr          string
}

// end keeps an SA that the file breaks off behind.
func (f *fortigate) end() { f.keep("", "") }

func (f *fortigate) line(s string) bool {
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "name=") && strings.Contains(s, "->"):
		f.keep("", "")
		f.gateways(s)
	case strings.HasPrefix(s, "natt:"):
		f.encap = keys.UDP
		if strings.Contains(s, "mode=none") {
			f.encap = keys.Native
		}
	case strings.HasPrefix(s, "SA:") || strings.HasPrefix(s, "seqno="):
		f.esn = strings.Contains(s, " esn=1")
	case strings.HasPrefix(s, "dec: spi="):
		f.direction(s, f.remote, f.local)
	case strings.HasPrefix(s, "enc: spi="):
		f.direction(s, f.local, f.remote)
	case strings.HasPrefix(s, "ah=") && f.sa != nil:
		name, key := options(s, "ah=")
		f.keep(name, key)
	default:
		return false
	}
	f.c.log = true
	return true
}

// gateways reads the two ends: "100.1.1.2:0->200.1.1.2:0".
func (f *fortigate) gateways(s string) {
	f.local, f.remote, f.encap, f.esn = keys.Addr{}, keys.Addr{}, keys.AnyEncap, false
	for w := range strings.FieldsSeq(s) {
		local, remote, ok := strings.Cut(w, "->")
		if !ok {
			continue
		}
		f.local, f.remote = gateway(local), gateway(remote)
		return
	}
}

// gateway is an address in front of a colon and a port; any address where it is
// none.
func gateway(s string) keys.Addr {
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		s = s[:i]
	}
	a, _ := netip.ParseAddr(strings.Trim(s, "[]"))
	return keys.AddrOf(a)
}

// options reads "esp=aes key=16 f598..." of a line.
func options(s, name string) (algorithm, key string) {
	_, s, _ = strings.Cut(s, name)
	words := strings.Fields(s)
	if size, ok := strings.CutPrefix(word(words, 1), "key="); ok && size != "0" {
		key = word(words, 2)
	}
	return word(words, 0), key
}

// direction reads an SA's line. Older versions have it all in one, newer ones
// have the authentication in the next.
func (f *fortigate) direction(s string, src, dst keys.Addr) {
	f.keep("", "")
	spi, _, _ := strings.Cut(strings.TrimSpace(s[len("dec: spi="):]), " ")
	e := &keys.ESP{Place: f.c.place, Src: src, Dst: dst, Encap: f.encap, ESN: f.esn}
	var ok bool
	if e.SPI, ok = keys.ParseSPI("0x" + strings.TrimPrefix(spi, "0x")); !ok {
		f.c.fail("", "spi", "want up to 8 hexadecimal digits")
		return
	}
	var key string
	f.encr, key = options(s, "esp=")
	if e.Key, ok = f.c.numbers(e.Place, e.Name(), "encryption key", key); !ok {
		return
	}
	f.sa = e
	if strings.Contains(s, " ah=") {
		name, key := options(s, " ah=")
		f.keep(name, key)
	}
}

// keep keeps the SA whose lines are over.
func (f *fortigate) keep(integ, key string) {
	e := f.sa
	f.sa = nil
	if e == nil {
		return
	}
	var ok bool
	if e.Encr, ok = fortigateEncr(f.encr); !ok {
		f.c.failAt(e.Place, e.Name(), "encryption algorithm", "unknown, want one as aes or aes-gcm")
		return
	}
	if e.Integ, ok = plutoInteg(integ); !ok {
		f.c.failAt(e.Place, e.Name(), "authentication algorithm", "unknown, want one as sha1")
		return
	}
	if e.IntegKey, ok = f.c.numbers(e.Place, e.Name(), "authentication key", key); ok {
		f.c.addESP(*e)
	}
}

func fortigateEncr(s string) (ipsec.Encr, bool) {
	switch s = strings.ToLower(s); s {
	case "aesgcm":
		return ipsec.EncrAESGCM16, true
	case "seed":
		return ipsec.EncrSEED, true
	}
	e, _, ok := ipsec.ParseEncr(s)
	return e, ok
}
