package neighbors

import (
	"bytes"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// detailed has an answer tell of each neighbor what add appends, the lines between below
// each but the last. wanted chooses neighbors; nil: all.
func detailed(q *report.Query, a *report.Answer, t *neighbor.Table, wanted func(*neighbor.Neighbor) bool, between string, add func(b []byte, n *neighbor.Neighbor, at time.Time) []byte) {
	a.Entries = func(at time.Time) (list [][]byte) {
		for _, n := range present(q, t, at) {
			if wanted == nil || wanted(n) {
				list = append(list, add(nil, n, at))
			}
		}
		return list
	}
	a.Text = func(b []byte, at time.Time) []byte {
		return slices.Concat(b, bytes.Join(a.Entries(at), []byte(between)))
	}
}
