package tables

import (
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/table"
)

// reports are those that tables are made of. The diagnosis is the last: it takes the trackers of
// those before it, of which that of translations compares all packets.
func reports() (list []*report.Report) {
	wanted := slices.Concat(OfTunnels(), OfNeighbors(), OfLinks(), OfTranslations())
	for _, r := range slices.Concat(ike.Reports(), ipsec.Reports(), neighbors.Reports(), nat.Reports()) {
		if slices.Contains(wanted, r.Words) {
			list = append(list, &r)
		}
	}
	return append(list, diagnosis.Report(diagnosis.Options{})) // by what the others have collected
}

// maxConversations is how many of each type are kept.
const maxConversations = 1 << 14

// A run is what was collected, once all packets are read.
type run struct {
	*Export
	Source
	at time.Time
}

// made writes the tables that are made of reports.
var made = []func(*run) (writer, error){
	func(r *run) (writer, error) { return write(r, r.IKESAs()) },
	func(r *run) (writer, error) { return write(r, r.IKEMessages()) },
	func(r *run) (writer, error) { return write(r, r.ESPSAs()) },
	func(r *run) (writer, error) { return write(r, r.Neighbors()) },
	func(r *run) (writer, error) { return write(r, r.Links()) },
	func(r *run) (writer, error) { return write(r, r.Translations()) },
	func(r *run) (writer, error) { return write(r, r.Findings()) },
	func(r *run) (writer, error) { return write(r, Conversations(r.stats.Reports(), r.Place)) },
}

// maxRows is how many rows of a report are put in the order of their files at once.
const maxRows = 1 << 15

// write writes a table.
func write[T table.Row](r *run, rows iter.Seq2[*T, error]) (writer, error) {
	w := table.NewWriter[T](r.root, r.label)
	var some []*T
	for row, err := range rows {
		if err != nil {
			return w, err
		}
		if len(some) == 0 && w.Follows(row) { // as do all rows of one capture and day
			if err := w.Write(row); err != nil {
				return w, err
			}
			continue
		}
		if some = append(some, row); len(some) == maxRows {
			if err := w.WriteAll(some); err != nil {
				return w, err
			}
			clear(some)
			some = some[:0]
		}
	}
	return w, errors.Join(w.WriteAll(some), w.Finish())
}
