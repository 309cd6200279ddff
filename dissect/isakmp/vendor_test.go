package isakmp

import (
	"crypto/md5"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

func TestVendorIDsSorted(t *testing.T) {
	for i, v := range vendorIDs {
		if _, err := hex.DecodeString(v.prefix); err != nil || v.prefix != strings.ToLower(v.prefix) || v.name == "" {
			t.Errorf("%q, %q: %v", v.prefix, v.name, err)
		}
		if i > 0 && vendorIDs[i-1].prefix >= v.prefix {
			t.Errorf("%q, %q: out of order", v.prefix, v.name)
		}
	}
}

// Most identifiers are a hash of their name: MD5's first bytes, or in letters
// behind OE, as FreeS/WAN began it.
func TestVendorIDsHash(t *testing.T) {
	confirmed := 0
	for _, v := range vendorIDs {
		sum := md5.Sum([]byte(strings.ReplaceAll(v.name, `\n`, "\n")))
		letters := []byte("OE")
		for _, c := range sum[:10] {
			letters = append(letters, c&0x7f|0x40)
		}
		isMD5 := strings.HasPrefix(hex.EncodeToString(sum[:]), v.prefix)
		if isMD5 || hex.EncodeToString(letters) == v.prefix {
			confirmed++
		} else if strings.HasPrefix(v.name, "strongSwan") || strings.HasPrefix(v.name, "Linux FreeS/WAN") {
			t.Errorf("%s is not the hash of %q", v.prefix, v.name)
		}
	}
	if want := 389; confirmed < want {
		t.Errorf("%d of %d prefixes are the hash of their name, want %d", confirmed, len(vendorIDs), want)
	}
}

// The longest prefix is found wherever it stands, as looking at all would.
func TestFindVendor(t *testing.T) {
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
	for _, v := range vendorIDs {
		id, _ := hex.DecodeString(v.prefix)
		for _, more := range []string{"", "\x00", "\xff\xff", "0123456789abcdef"} {
			for cut := range len(id) {
				checkVendor(t, append(slices.Clone(id[:cut]), more...))
			}
			checkVendor(t, append(slices.Clone(id), more...))
		}
	}
}

func checkVendor(t *testing.T, id []byte) {
	t.Helper()
	var want *vendorID
	for i := range vendorIDs {
		v := &vendorIDs[i]
		if strings.HasPrefix(hex.EncodeToString(id), v.prefix) && (want == nil || len(v.prefix) > len(want.prefix)) {
			want = v
		}
	}
	if got := findVendor(id); got != want {
		t.Errorf("%x: %+v, want %+v", id, got, want)
	}
}

// The texts are what the implementations say of themselves; the identifiers
// are from captures and from the lists of ike-scan and Wireshark.
func TestAppendVendor(t *testing.T) {
	tests := []struct{ id, want string }{
		{"12f5f28c457168a9702d9fe274cc0100", "CISCO-UNITY 1.0"},
		{"afcad71368a1f1c96b8696fc77570100", "RFC 3706 DPD (Dead Peer Detection)"},
		{"1e2b516905991c7d7c96fcbfb587e46100000007", "MS NT5 ISAKMPOAKLEY, Windows 7"},
		{"1f07f70eaa6514d3b0fa96542a500407", "Cisco VPN Concentrator 4.0.7"},
		{"f4ed19e0c114eb516faaac0ee37daf2807b4381f000000010000138d000000000000000018000000",
			"CryptoPro/GOST 0.1 / Check Point R65, Firewall-1 NG with Application Intelligence R55"},
		{"8299031757a36082c6a621de000604d2", "Fortigate (Fortinet) release 6 build 1234"},
		{"54494d455354455020312053475720313532302033313520322e303145303133", "TimeStep 1 SGW 1520 315 2.01E013"},
		{"56494120417574682050726f66696c65203a2064656661756c74", "VIA Auth Profile (Aruba Networks) default"},
		{"424e45530000000a", "Nortel Contivity 10"},
		{"882fe56d6fd20dbc2251613b2ebe5beb", "strongSwan"},
		{"4f45706c75746f756e697430", "FreeS/WAN, Openswan or Libreswan"},
		{"4f535700000000000000000a", "Openswan"},
		{"00000000000000000054656c646174", "Teldat"},
		{hex.EncodeToString([]byte("ACME Gateway 1")), "ACME Gateway 1"},
		{"ffffffff", "Unknown Vendor ID"},
		{"", "Unknown Vendor ID"},
	}
	for _, tt := range tests {
		id, err := hex.DecodeString(tt.id)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(AppendVendor([]byte("by "), id)); got != "by "+tt.want {
			t.Errorf("%s: %q, want %q", tt.id, got, tt.want)
		}
	}
}

func BenchmarkVendorName(b *testing.B) {
	id, _ := hex.DecodeString("882fe56d6fd20dbc2251613b2ebe5beb")
	b.ReportAllocs()
	for b.Loop() {
		VendorName(id)
	}
}
