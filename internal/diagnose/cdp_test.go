package diagnose_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/cdp"
)

// An announcement is one of CDP.
type announcement struct {
	at    float64 // seconds
	iface string
	frame []byte
}

type tlv = labtest.TLV

func device(s string) tlv { return tlv{Type: 1, Value: s} }
func port(s string) tlv   { return tlv{Type: 3, Value: s} }
func domain(s string) tlv { return tlv{Type: 9, Value: s} }
func vlan(v uint16) tlv   { return labtest.CDPVLAN(v) }
func duplex(full byte) tlv {
	return tlv{Type: 11, Value: string([]byte{full})}
}

func address(b ...byte) tlv { return labtest.CDPAddress(b...) }

// neighborFindings are the findings on announcements, as of the last one.
func neighborFindings(t *testing.T, all []announcement) []diagnose.Finding {
	t.Helper()
	registry := labtest.Registry(t)
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	table, start := cdp.New(0), time.Unix(1795327610, 0)
	var at time.Time
	for i, a := range all {
		arena.Reset()
		at = start.Add(time.Duration(a.at * float64(time.Second)))
		p := dissect.Packet{Number: uint64(i + 1), Time: at, Interface: a.iface, Wire: len(a.frame)}
		engine.Dissect(&p, 1, a.frame, len(a.frame))
		table.Watch(&p)
	}
	s := diagnose.Sources{CDP: table}
	return s.Findings(at, diagnose.Options{})
}

func TestNeighborRules(t *testing.T) {
	mgmt := address(10, 0, 0, 1)
	sw := func(name, p string, more ...tlv) []byte {
		return labtest.CDPFrame(2, 180, append([]tlv{device(name), port(p), mgmt}, more...)...)
	}
	short := func(at float64) announcement {
		return announcement{at, "a", labtest.CDPFrame(2, 10, device("R1"), port("Fa0/0"), mgmt)}
	}
	bad := sw("R1", "Fa0/0")
	bad[24]++
	for _, c := range []struct {
		name string
		all  []announcement
		want []string
	}{
		{"well", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), duplex(1), domain("LAB"))},
			{1, "a", sw("SW2", "Gi0/2", vlan(1), duplex(1), domain("LAB"))},
			{2, "b", sw("SW2", "Gi0/3", vlan(7), duplex(0), domain("X"))},
		}, nil},
		{"ends", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), duplex(1), domain("LAB"))},
			{1, "a", sw("SW2", "Gi0/2", vlan(99), duplex(0), domain(""))},
		}, []string{
			"%CDP-4-CDP_DUPLEX: Duplex mismatch: SW1 Gi0/1 is in full duplex, SW2 Gi0/2 at the other end in half duplex",
			"%CDP-4-CDP_NATIVE_VLAN: Native VLAN mismatch: SW1 Gi0/1 has native VLAN 1, SW2 Gi0/2 at the other end 99",
			"%CDP-4-CDP_VTP_DOMAIN: VTP domain mismatch: SW1 Gi0/1 is of the domain 'LAB', SW2 Gi0/2 at the other end of ''",
		}},
		{"one end says nothing of it", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), duplex(1), domain("LAB"))},
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
		}, []string{
			"%CDP-4-CDP_DUPLICATE_DEVICE: SW1 is heard on a from 2 ports, Gi0/1, Gi0/2: two devices have one name, or two ports of one are connected",
		}},
		{"two ports, beside others", []announcement{
			{0, "a", sw("SW1", "Gi0/1")}, {1, "a", sw("SW1", "Gi0/2")}, {2, "a", sw("SW2", "Gi0/3")},
		}, []string{
			"%CDP-5-CDP_DUPLICATE_DEVICE: SW1 is heard on a from 2 ports, Gi0/1, Gi0/2: two devices have one name, or two ports of one are connected, or the capture is of several links",
		}},
		{"two ports of one device, which are no ends of a link", []announcement{
			{0, "a", sw("SW1", "Gi0/1", vlan(1), duplex(0))}, {1, "a", sw("SW1", "Gi0/2", vlan(2), duplex(1))},
		}, []string{
			"%CDP-4-CDP_DUPLICATE_DEVICE: SW1 is heard on a from 2 ports, Gi0/1, Gi0/2: two devices have one name, or two ports of one are connected",
		}},
		{"holdtime", []announcement{short(0), short(60), short(120)}, []string{
			"%CDP-4-CDP_HOLDTIME: R1 Fa0/0 on a announces a holdtime of 10 s, yet announces itself only every 60 s: its entry is missing in between",
		}},
		{"holdtime, between two announcements", []announcement{short(0), short(60), short(120), {150, "b", sw("SW1", "Gi0/1")}}, []string{
			"%CDP-4-CDP_HOLDTIME: R1 Fa0/0 on a announces a holdtime of 10 s, yet announces itself only every 60 s: its entry is missing in between",
		}},
		{"flapping", []announcement{
			{0, "a", sw("R1", "Fa0/0")}, {60, "a", sw("R1", "Fa0/0")}, {120, "a", sw("R1", "Fa0/0")}, {400, "a", sw("R1", "Fa0/0")},
			{460, "a", sw("R1", "Fa0/0")}, {520, "a", sw("R1", "Fa0/0")}, {800, "a", sw("R1", "Fa0/0")},
		}, []string{"%CDP-4-CDP_FLAPPING: R1 Fa0/0 on a disappeared and returned 2 times: the link or the device flaps"}},
		{"version 1", []announcement{
			{0, "a", labtest.CDPFrame(1, 180, device("R1"), port("Fa0/0"), mgmt)}, {1, "b", sw("SW1", "Gi0/1")}, {2, "b", labtest.CDPFrame(1, 180, device("SW1"), port("Gi0/1"), mgmt)},
		}, []string{
			"%CDP-5-CDP_VERSION: R1 Fa0/0 on a sends announcements of version 1 while others send version 2",
			"%CDP-5-CDP_VERSION: SW1 Gi0/1 on b sends announcements of version 1 and of version 2",
		}},
		{"all version 1", []announcement{{0, "a", labtest.CDPFrame(1, 180, device("R1"), port("Fa0/0"), mgmt)}}, nil},
		{"checksum", []announcement{{0, "a", sw("R1", "Fa0/0")}, {60, "a", bad}}, []string{
			"%CDP-4-CDP_CHECKSUM: 1 of 2 announcements of R1 Fa0/0 on a have a wrong checksum: routers discard them",
		}},
		{"address 0", []announcement{{0, "a", labtest.CDPFrame(2, 180, device("R1"), address(0, 0, 0, 0))}}, []string{
			"%CDP-5-CDP_MANAGEMENT_ADDRESS: R1 on a announces no management address",
		}},
		{"no address, and a name that is no text", []announcement{{0, "a", labtest.CDPFrame(2, 180, device("R\n\x1b[1\"\u202e"), port("Fa0/0"))}}, []string{
			"%CDP-5-CDP_MANAGEMENT_ADDRESS: R\\n\\033[1\"\\u202E Fa0/0 on a announces no management address",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range neighborFindings(t, c.all) {
				got = append(got, x.Line())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestNeighborEnds holds what a finding on the two ends of a link has: the values of
// both, the frames that they are from, and the lines that mend it.
func TestNeighborEnds(t *testing.T) {
	mgmt := address(10, 0, 0, 1)
	all := []announcement{
		{0, "a", labtest.CDPFrame(2, 180, device("SW1"), port("Gi0/1"), mgmt, duplex(0), vlan(7))},
		{1, "a", labtest.CDPFrame(2, 180, device("SW2"), port("Gi0/2"), mgmt, duplex(1), vlan(99))},
		{2, "a", labtest.CDPFrame(1, 180, device("SW2"), port("Gi0/2"), mgmt)},
	}
	got := neighborFindings(t, all)
	if len(got) < 2 || got[0].Rule != "cdp.duplex" || got[1].Rule != "cdp.native-vlan" {
		t.Fatalf("got %+v", got)
	}
	if diff := cmp.Diff([]diagnose.Value{
		{Name: "device", Initiator: "SW1", Responder: "SW2"}, {Name: "port", Initiator: "Gi0/1", Responder: "Gi0/2"},
		{Name: "duplex", Initiator: "half", Responder: "full"},
	}, got[0].Values); diff != "" {
		t.Error(diff)
	}
	type seen struct {
		Frame        uint64
		Field, Value string
	}
	var evidence []seen
	for _, x := range got[:2] {
		for _, e := range x.Evidence {
			evidence = append(evidence, seen{e.Frame, e.Field, e.Value})
		}
	}
	if diff := cmp.Diff([]seen{{1, "cdp.duplex", "0"}, {2, "cdp.duplex", "1"}, {1, "cdp.native_vlan", "7"}, {2, "cdp.native_vlan", "99"}}, evidence); diff != "" {
		t.Error(diff)
	}
	if want := "! on SW1, or duplex auto at both ends\ninterface Gi0/1\n duplex full"; got[0].Remedies[0].Text() != want {
		t.Errorf("got %q, want %q", got[0].Remedies[0].Text(), want)
	}
	if got[0].Tunnel != nil || len(got[0].Neighbors) != 2 {
		t.Errorf("got %+v", got[0])
	}
}
