package cdp_test

import (
	"slices"
	"testing"
)

// announcement is one for a test of Lint.
type announcement struct {
	at    float64
	iface string
	frame []byte
}

func TestLint(t *testing.T) {
	mgmt := address(10, 0, 0, 1)
	sw := func(name, p string, more ...tlv) []byte {
		return frame(2, 180, append([]tlv{device(name), port(p), mgmt}, more...)...)
	}
	short := func(at float64) announcement {
		return announcement{at, "a", frame(2, 10, device("R1"), port("Fa0/0"), mgmt)}
	}
	bad := sw("R1", "Fa0/0")
	bad[24]++
	for _, c := range []struct {
		name string
		all  []announcement
		want []string
	}{
		{"well", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), full(true), domain("LAB"))},
			{1, "a", sw("SW2", "Gi0/2", vlan(1), full(true), domain("LAB"))},
			{2, "b", sw("SW2", "Gi0/3", vlan(7), full(false), domain("X"))},
		}, nil},
		{"ends", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), full(true), domain("LAB"))},
			{1, "a", sw("SW2", "Gi0/2", vlan(99), full(false), domain(""))},
		}, []string{
			"%CDP-4-NATIVE_VLAN_MISMATCH: Native VLAN mismatch discovered on SW1 Gi0/1 (1), with SW2 Gi0/2 (99).",
			"%CDP-4-DUPLEX_MISMATCH: duplex mismatch discovered on SW1 Gi0/1 (full duplex), with SW2 Gi0/2 (half duplex).",
			"%CDP-4-VTP_DOMAIN_MISMATCH: VTP domain mismatch discovered on SW1 Gi0/1 ('LAB'), with SW2 Gi0/2 ('').",
		}},
		{"one end says nothing of it", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), full(true), domain("LAB"))},
			{1, "a", sw("R1", "Fa0/0")},
		}, nil},
		{"more than two ends", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1))}, {1, "a", sw("SW2", "Gi0/2", vlan(2))}, {2, "a", sw("SW3", "Gi0/3", vlan(3))},
		}, nil},
		{"the other end is gone", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1))}, {300, "a", sw("SW2", "Gi0/2", vlan(2))},
		}, nil},
		{"two ports", []announcement{
			{0, "a", sw("SW1", "Gi0/1")}, {1, "a", sw("SW1", "Gi0/2")}, {2, "b", sw("SW1", "Gi0/3")},
		}, []string{"%CDP-4-DUPLICATE_DEVICE: SW1 is heard on a from 2 ports: Gi0/1, Gi0/2."}},
		{"holdtime", []announcement{short(0), short(60), short(120)}, []string{
			"%CDP-4-HOLDTIME_SHORT: R1 Fa0/0 is heard on a every 60 seconds and announces a holdtime of 10: its entry is missing in between.",
		}},
		{"flapping", []announcement{
			{0, "a", sw("R1", "Fa0/0")}, {60, "a", sw("R1", "Fa0/0")}, {120, "a", sw("R1", "Fa0/0")}, {400, "a", sw("R1", "Fa0/0")},
			{460, "a", sw("R1", "Fa0/0")}, {520, "a", sw("R1", "Fa0/0")}, {800, "a", sw("R1", "Fa0/0")},
		}, []string{"%CDP-4-FLAPPING: R1 Fa0/0 on a disappeared and returned 2 times."}},
		{"version 1", []announcement{
			{0, "a", frame(1, 180, device("R1"), port("Fa0/0"), mgmt)}, {1, "b", sw("SW1", "Gi0/1")}, {2, "b", frame(1, 180, device("SW1"), port("Gi0/1"), mgmt)},
		}, []string{
			"%CDP-4-VERSION_1: R1 Fa0/0 on a sends advertisements of version 1 while others send version 2.",
			"%CDP-4-VERSION_1: SW1 Gi0/1 on b sends advertisements of version 1 and of version 2.",
		}},
		{"all version 1", []announcement{{0, "a", frame(1, 180, device("R1"), port("Fa0/0"), mgmt)}}, nil},
		{"checksum", []announcement{{0, "a", sw("R1", "Fa0/0")}, {60, "a", bad}}, []string{
			"%CDP-4-BAD_CHECKSUM: 1 of 2 advertisements of R1 Fa0/0 on a have a wrong checksum: routers discard them.",
		}},
		{"address 0", []announcement{{0, "a", frame(2, 180, device("R1"), address(0, 0, 0, 0))}}, []string{
			"%CDP-4-NO_MANAGEMENT_ADDRESS: R1 on a announces no management address.",
		}},
		{"no address", []announcement{{0, "a", frame(2, 180, device("R1"), port("Fa0/0"))}}, []string{
			"%CDP-4-NO_MANAGEMENT_ADDRESS: R1 Fa0/0 on a announces no management address.",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, 0)
			for _, h := range c.all {
				b.capture(h.at, h.iface, h.frame)
			}
			var got []string
			for _, w := range b.table.Lint(b.at(c.all[len(c.all)-1].at)) {
				got = append(got, w.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
