package neighbors

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/counts"
	edptrack "github.com/pktscope/pktscope/internal/track/edp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// unheard says that no packet was of a protocol, if none was, and what there is instead.
func unheard(q *report.Query, protocol string) []string {
	if slices.ContainsFunc(q.Seen.Held(), func(h counts.Holding) bool { return h.Protocol == protocol }) {
		return nil
	}
	return q.None("packets of " + protocol)
}

// absent says why no neighbor of a table is there at a moment: none was heard, none has
// a name, or those that were heard are silent by then. No line if one is there.
func absent(q *report.Query, protocol string, t *neighbor.Table) func(at time.Time) []string {
	return func(at time.Time) []string {
		none := unheard(q, protocol)
		there := t.Neighbors(at)
		switch {
		case none != nil || len(present(q, t, at)) > 0:
			return none
		case len(there) > 0:
			var links []string
			for _, n := range there {
				links = append(links, n.Interface)
			}
			return q.NoneLeft("neighbor", "There are neighbors on", links)
		}
		earlier := "--at TIME tells of an earlier moment"
		switch heard := len(t.All()); {
		case heard == 0 && t.Packets == 0:
			return []string{"No packet of " + protocol + " was received: all were sent by the interface itself"}
		case heard == 0:
			return []string{"None of " + render.Plural(t.Packets, "packet", "packets") + " of " + protocol + " names its sender: type pktscope -V -Y " + strings.ToLower(protocol)}
		case protocol == "EDP": // tells no holdtime: that one has ended is taken for granted
			const hold = edptrack.HoldTime / time.Second
			return []string{
				fmt.Sprintf("None of %d neighbors was heard in the last %d seconds or more", heard, hold),
				fmt.Sprintf("EDP tells no holdtime, %d seconds are ExtremeXOS's default; %s", hold, earlier),
			}
		case heard == 1:
			return []string{"The holdtime of the only neighbor has ended; " + earlier}
		default:
			return []string{fmt.Sprintf("The holdtimes of all %d neighbors have ended; %s", heard, earlier)}
		}
	}
}
