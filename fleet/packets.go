package fleet

import (
	"context"

	"github.com/pktscope/pktscope/dissect"
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
		w.err = w.Write(row)
	}
}
