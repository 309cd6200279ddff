package inet_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// The lines are tshark 4.6.9's, in which source, destination, forwardable, global and
// reserved are S, D, F, G and R here. It has 6000::/3, a000::/3 and e000::/3 as global
// unicast, and 3000::/4 as reserved, against IANA's registry.
func TestAddressLines(t *testing.T) {
	for address, want := range map[string]string{
		"::":                       "Reserved by IETF, Unspecified Address: S+ D- F- G- R+",
		"::1":                      "Reserved by IETF, Loopback Address: S- D- F- G- R+",
		"::2":                      "Reserved by IETF",
		"::ffff:1.2.3.4":           "Reserved by IETF, IPv4-mapped Address: S- D- F- G- R+",
		"64:ff9b::1.2.3.4":         "Reserved by IETF, IPv4-IPv6 Translat.: S+ D+ F+ G+ R-, prefix 0064ff9b0000000000000000, IPv4 1.2.3.4",
		"64:ff9b::1:0:0:0":         "Reserved by IETF",
		"64:ff9b:1::1":             "Reserved by IETF, IPv4-IPv6 Translat.: S+ D+ F+ G- R-",
		"100::1":                   "Reserved by IETF, Discard-Only Address Block: S+ D+ F+ G- R-",
		"100:0:0:1::1":             "Reserved by IETF, Dummy IPv6 Prefix: S+ D- F- G- R-",
		"2001:0:102:304::5":        "Global Unicast, TEREDO: S+ D+ F+ R-, server 1.2.3.4, port 65535, client 255.255.255.250",
		"2001:1::2":                "Global Unicast, Traversal Using Relays around NAT Anycast: S+ D+ F+ G+ R-",
		"2001:1::4":                "Global Unicast",
		"2001:2:0:1::1":            "Global Unicast, Benchmarking: S+ D+ F+ G- R-",
		"2001:2:1::1":              "Global Unicast",
		"2001:2f::1":               "Global Unicast, ORCHIDv2: S+ D+ F+ G+ R-",
		"2001:db8::1":              "Global Unicast, Documentation: S- D- F- G- R-",
		"2002:102:304:5::6":        "Global Unicast, 6to4: S+ D+ F+ R-, gateway 1.2.3.4, SLA 5",
		"3fff:fff::1":              "Global Unicast, Documentation: S- D- F- G- R-",
		"3fff:1000::1":             "Global Unicast",
		"5f00::1":                  "Reserved by IETF, Segment Routing (SRv6) SIDs: S+ D+ F+ G- R-",
		"6000::1":                  "Reserved by IETF",
		"fd00::1":                  "Unique Local Unicast, Unique-Local: S+ D+ F+ R-",
		"fe80::211:22ff:fe33:4455": "Link-Local Unicast, Link-Local Unicast: S+ D+ F- G- R+, MAC 00:11:22:33:44:55",
		"fe80::11:22ff:fe33:4455":  "Link-Local Unicast, Link-Local Unicast: S+ D+ F- G- R+",
		"fe80::200:5efe:1.2.3.4":   "Link-Local Unicast, Link-Local Unicast: S+ D+ F- G- R+, ISATAP 1.2.3.4",
		"fec0::1":                  "Reserved by IETF",
		"ff02::1":                  "Multicast, .... .... 0000 .... = Multicast Flags: 0x0, .... .... .... 0010 = Multicast Scope: Link-Local scope (0x2)",
		"ff7e:140:2001:db8::1":     "Multicast, .... .... 0111 .... = Multicast Flags: 0x7, Rendezvous Point (RP), Network Prefix, Transient, .... .... .... 1110 = Multicast Scope: Global scope (0xe)",
	} {
		a := netip.MustParseAddr(address).As16()
		data := append([]byte("\x60\x00\x00\x00\x00\x00\x3b\x40"), a[:]...)
		data = append(data, "\x3f\xfe\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"...)
		var got []string
		for _, line := range lines(new(inet.IPv6), data, field.Env{}) {
			for old, name := range map[string]string{
				"Address Space: ": "", "Special-Purpose Allocation: ": "", "Source 6to4 Gateway IPv4: ": "gateway ", "Source 6to4 SLA ID: ": "SLA ",
				"Source Teredo Server IPv4: ": "server ", "Source Teredo Port: ": "port ", "Source Teredo Client IPv4: ": "client ",
				"Source SLAAC MAC: ": "MAC ", "Source ISATAP IPv4: ": "ISATAP ", "Embedded IPv4 Prefix: ": "prefix ", "Embedded IPv4: ": "IPv4 ",
			} {
				if rest, ok := strings.CutPrefix(line, old); ok {
					got = append(got, name+rest)
				}
			}
			if strings.Contains(line, "= Multicast") {
				got = append(got, line)
			}
			for name, letter := range map[string]string{"Source": "S", "Destination": "D", "Forwardable": "F", "Globally Reachable": "G", "Reserved-by-Protocol": "R"} {
				if rest, ok := strings.CutPrefix(line, name+": "); ok {
					sign := map[string]string{"True": "+", "False": "-"}[rest]
					last := &got[len(got)-1]
					if !strings.HasSuffix(*last, "+") && !strings.HasSuffix(*last, "-") {
						*last += ":"
					}
					*last += " " + letter + sign
				}
			}
		}
		if s := strings.ReplaceAll(strings.Join(got, ", "), ", Global Unicast", ""); s != want {
			t.Errorf("%s:\n got %s\nwant %s", address, s, want)
		}
	}
}
