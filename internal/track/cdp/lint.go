package cdp

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Warning is a likely misconfiguration, worded as in a router's log.
type Warning struct {
	Name      string // "NATIVE_VLAN_MISMATCH"
	Text      string
	Neighbors []*neighbor.Neighbor // concerned
}

// String is the line of a router's log.
func (w *Warning) String() string { return "%CDP-4-" + w.Name + ": " + w.Text }

// Lint checks the neighbours that are present at a moment, link by link.
func (t *Table) Lint(at time.Time) []Warning {
	l := linter{second: t.Versions[2] > 0}
	present := t.Neighbors(at)
	for len(present) > 0 {
		n := 1
		for n < len(present) && present[n].Link() == present[0].Link() {
			n++
		}
		l.link(present[:n])
		present = present[n:]
	}
	return l.warnings
}

type linter struct {
	warnings []Warning
	second   bool // version 2 is used here
}

func (l *linter) warn(name string, about []*neighbor.Neighbor, format string, args ...any) {
	l.warnings = append(l.warnings, Warning{name, fmt.Sprintf(format, args...), about})
}

// link checks the neighbours on one interface. Two on one circuit are the ends
// of a link that was captured in between; more than two share a hub, or the
// capture is of a mirror port.
func (l *linter) link(present []*neighbor.Neighbor) {
	if len(present) == 2 && present[0].Circuit == present[1].Circuit {
		l.ends(present)
	}
	l.doubles(present)
	for _, n := range present {
		l.neighbor(n)
	}
}

// ends compares the two ends of a link.
func (l *linter) ends(two []*neighbor.Neighbor) {
	a, b := Announcement(two[0]), Announcement(two[1])
	both := func(t cdp.TLVType) bool { return a.Has(t) && b.Has(t) }
	mismatch := func(name, what, here, there string) {
		l.warn(name, two, "%s mismatch discovered on %s (%s), with %s (%s).", what, where(two[0]), here, where(two[1]), there)
	}
	if both(cdp.NativeVLAN) && a.NativeVLAN != b.NativeVLAN {
		mismatch("NATIVE_VLAN_MISMATCH", "Native VLAN", strconv.Itoa(int(a.NativeVLAN)), strconv.Itoa(int(b.NativeVLAN)))
	}
	if both(cdp.Duplex) && a.FullDuplex != b.FullDuplex {
		mismatch("DUPLEX_MISMATCH", "duplex", duplex(a), duplex(b))
	}
	if both(cdp.VTPDomain) && string(a.VTPDomain) != string(b.VTPDomain) {
		mismatch("VTP_DOMAIN_MISMATCH", "VTP domain", "'"+string(a.VTPDomain)+"'", "'"+string(b.VTPDomain)+"'")
	}
}

// where names a neighbour and its port.
func where(n *neighbor.Neighbor) string {
	if n.Port == "" {
		return n.Device
	}
	return n.Device + " " + n.Port
}

func duplex(p *cdp.Packet) string {
	if p.FullDuplex {
		return "full duplex"
	}
	return "half duplex"
}

// doubles finds devices of which several ports announce themselves on one
// interface.
func (l *linter) doubles(present []*neighbor.Neighbor) {
	ports := map[string][]*neighbor.Neighbor{}
	for _, n := range present {
		ports[n.Device] = append(ports[n.Device], n)
	}
	for _, n := range present {
		if all := ports[n.Device]; len(all) > 1 && all[0] == n {
			l.warn("DUPLICATE_DEVICE", all, "%s is heard on %s from %d ports: %s, %s%s.",
				n.Device, n.Interface, len(all), all[0].Port, all[1].Port, more(len(all)))
		}
	}
}

func more(n int) string {
	if n > 2 {
		return ", ..."
	}
	return ""
}

// The least numbers that a warning is based on.
const (
	enoughGaps    = 2 // for the interval between announcements
	enoughReturns = 2 // for a neighbour that flaps
)

// neighbor checks one neighbour.
func (l *linter) neighbor(n *neighbor.Neighbor) {
	about := []*neighbor.Neighbor{n}
	switch interval := n.Interval(); {
	case n.Gaps() >= enoughGaps && interval > n.TTL:
		l.warn("HOLDTIME_SHORT", about, "%s is heard on %s every %.0f seconds and announces a holdtime of %.0f: its entry is missing in between.",
			where(n), n.Interface, interval.Seconds(), n.TTL.Seconds())
	case n.Returns >= enoughReturns:
		l.warn("FLAPPING", about, "%s on %s disappeared and returned %d times.", where(n), n.Interface, n.Returns)
	}
	if n.Versions[1] > 0 && l.second {
		with := "while others send version 2"
		if n.Versions[2] > 0 {
			with = "and of version 2"
		}
		l.warn("VERSION_1", about, "%s on %s sends advertisements of version 1 %s.", where(n), n.Interface, with)
	}
	if n.Bad > 0 {
		l.warn("BAD_CHECKSUM", about, "%d of %d advertisements of %s on %s have a wrong checksum: routers discard them.",
			n.Bad, n.Packets, where(n), n.Interface)
	}
	if packet := Announcement(n); !reachable(packet.Addresses) && !reachable(packet.Management) {
		l.warn("NO_MANAGEMENT_ADDRESS", about, "%s on %s announces no management address.", where(n), n.Interface)
	}
}

// reachable reports whether one of the addresses is not 0.0.0.0.
func reachable(list []netip.Addr) bool {
	return slices.ContainsFunc(list, func(a netip.Addr) bool { return !a.IsUnspecified() })
}
