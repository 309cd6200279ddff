package neighbors

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	edptrack "github.com/pktscope/pktscope/internal/track/edp"
	fdptrack "github.com/pktscope/pktscope/internal/track/fdp"
	lldptrack "github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Discovery is a protocol by which devices announce themselves, with a table of its
// neighbors.
type Discovery struct {
	Name    string // "cdp"
	Table   *neighbor.Table
	Watcher track.Watcher // feeds Table
	// Members are the cells of a neighbour at a moment in the JSON reports, by their keys.
	Members func(n *neighbor.Neighbor, at time.Time, keys ...string) render.Object
}

// Discoveries are all protocols, with tables that are empty.
func Discoveries() []Discovery {
	cdp, lldp, fdp, edp := cdptrack.New(0), lldptrack.New(0), fdptrack.New(0), edptrack.New(0)
	return []Discovery{
		{"cdp", cdp.Table, cdp, func(n *neighbor.Neighbor, at time.Time, keys ...string) render.Object {
			return render.Members(cdpColumns, cdpNeighbor{Neighbor: n, announced: cdptrack.Announcement(n), at: at}, keys...)
		}},
		{"lldp", lldp.Table, lldp, func(n *neighbor.Neighbor, at time.Time, keys ...string) render.Object {
			return render.Members(lldpColumns, lldpNeighbor{n, lldptrack.Announcement(n), at}, keys...)
		}},
		{"fdp", fdp.Table, fdp, func(n *neighbor.Neighbor, at time.Time, keys ...string) render.Object {
			return render.Members(fdpColumns, fdpNeighbor{n, fdptrack.Announcement(n), at}, keys...)
		}},
		{"edp", edp.Table, edp, func(n *neighbor.Neighbor, at time.Time, keys ...string) render.Object {
			return render.Members(edpColumns, edpNeighbor{n, edptrack.Announcement(n), at}, keys...)
		}},
	}
}

// measured are the keys of what a neighbour does not announce: it is counted and timed.
var measured = []string{
	"holdtime", "holdtime_assumed", "age", "first_seen", "last_seen", "present_since", "interval", "packets", "bad_checksums", "events",
	"warnings",
}

// Measured reports whether the cell of a key is counted and timed, not announced.
func Measured(key string) bool { return slices.Contains(measured, key) }
