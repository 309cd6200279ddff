package fleet

import (
	"context"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/table"
)

// Packets writes the rows of packets, and counts their conversations, where all is known that they
// are understood by. It is a track.Watcher.
type packets struct {
	*rowFile[table.Packet]
	rows  *table.Packets
	count *stats.Set // of conversations
	err   error      // the first
}

// newPackets makes the file of that name below the table's folder; plan is that of the reading.
func newPackets(ctx context.Context, output, name string, plan *session.Plan) (*packets, error) {
	count, err := countConversations(plan.Fields)
	if err != nil {
		return nil, err
	}
	f, err := newRowFile[table.Packet](ctx, output, name)
	rows := table.NewPackets()
	rows.Keys = plan.ESP != nil
	return &packets{rowFile: f, rows: rows, count: count}, err
}

// Watch implements track.Watcher.
func (w *packets) Watch(p *dissect.Packet) {
	w.count.Count(p, nil)
	if w.err == nil {
		row := w.rows.Of(p)
		row.Number = *row.Frame // over all captures it is not known
		w.err = w.Write(&row)
	}
}

// A Fault is a row of the table faults: what of a capture could not be read. Its packets before
// that are in the other tables.
type Fault struct {
	table.Place
	Fault string `parquet:"fault"`
}

// Table implements table.Row.
func (Fault) Table() string { return "faults" }

// Origin implements table.Row.
func (f Fault) Origin() (table.Place, *table.Time) { return f.Place, nil }

// writeFaults writes what is wrong with a capture, if anything is.
func writeFaults(ctx context.Context, output string, c Capture, faults []*capture.Error) error {
	if len(faults) == 0 {
		return nil
	}
	f, err := newRowFile[Fault](ctx, output, ofCapture(c.Name))
	if err != nil {
		return err
	}
	for _, fault := range faults {
		row := Fault{Place: table.Place{File: c.Name}, Fault: fault.Error()}
		if fault.Frame > 0 {
			frame := int64(fault.Frame)
			row.Frame = &frame
		}
		if err = f.Write(&row); err != nil {
			break
		}
	}
	return f.end(err)
}
