package ifname_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/ifname"
)

func TestShort(t *testing.T) {
	for _, c := range []struct{ name, short, brief string }{
		{"FastEthernet0/15", "Fas 0/15", "Fa0/15"}, {"Serial1/0", "Ser 1/0", "Se1/0"},
		{"GigabitEthernet1/0/24", "Gig 1/0/24", "Gi1/0/24"}, {"TenGigabitEthernet1/1", "Ten 1/1", "Te1/1"},
		{"TwentyFiveGigE1/0/1", "Twe 1/0/1", "Twe1/0/1"}, {"TwoGigabitEthernet1/0/1", "Two 1/0/1", "Tw1/0/1"}, {"Ethernet0", "Eth 0", "Et0"}, {"Vlan10", "Vla 10", "Vl10"},
		{"Port-channel1", "Por 1", "Po1"}, {"Dot11Radio0", "Dot 0", "Do0"}, {"GigabitEthernet 0/1", "Gig 0/1", "Gi0/1"},
		{"eth0", "eth0", "eth0"}, {"Port 1", "Port 1", "Port 1"}, {"r1:fa0-0", "r1:fa0-0", "r1:fa0-0"}, {"", "", ""},
		{"Serial", "Serial", "Serial"}, {"0/1", "0/1", "0/1"},
	} {
		if got := ifname.Short(c.name); got != c.short {
			t.Errorf("%q: %q, want %q", c.name, got, c.short)
		}
		if got := ifname.Brief(c.name); got != c.brief {
			t.Errorf("%q: %q, want %q", c.name, got, c.brief)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		given, name string
		want        bool
	}{
		{"FastEthernet0/1", "FastEthernet0/1", true}, {"fa0/1", "FastEthernet0/1", true}, {"fastEthernet0/1", "FastEthernet0/1", true},
		{"f0/1", "FastEthernet0/1", true}, {"fa0/1", "FastEthernet0/10", false}, {"ga0/1", "FastEthernet0/1", false},
		{"eth0", "eth0", true}, {"ETH0", "eth0", true}, {"eth", "eth0", false}, {"lo", "lo", true}, {"l", "lo", false},
		{"FastEthernetX0/1", "FastEthernet0/1", false}, {"gi0-2", "gi0-2#3", false}, {"0/1", "FastEthernet0/1", true},
	} {
		if got := ifname.Same(c.given, c.name); got != c.want {
			t.Errorf("%s for %s: %v", c.given, c.name, got)
		}
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"FastEthernet0/1", "Fa0/1", true}, {"Fas 0/1", "fa0/1", true}, {"GigabitEthernet0/1", "Gi0/1", true}, {"Gi0/1", "Gi0/10", false},
		{"Gi0/1", "Fa0/1", false}, {"TwentyFiveGigE1/0/1", "Twe1/0/1", true}, {"TwoGigabitEthernet1/0/1", "Twe1/0/1", false}, {"TwoGigabitEthernet1/0/1", "Tw1/0/1", true},
		{"eth0", "Eth0", true}, {"Port 1", "Port 2", false}, {"1", "1", true}, {"", "", true}, {"G0/1", "GigabitEthernet0/1", false},
	} {
		if got := ifname.Key(c.a) == ifname.Key(c.b); got != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
