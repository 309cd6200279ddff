package pipeline

import (
	"io"

	"github.com/pktscope/pktscope/internal/capture"
)

// copy takes the packets from the Source to the Sink without dissecting them. It
// stands in for the stages where packets are only saved.
func (r *run) copy() {
	var p capture.Packet
	for !r.stop.Load() && r.ctx.Err() == nil && (r.Count == 0 || r.Packets.Load() < r.Count) {
		err := r.Source.Next(&p)
		if err == io.EOF {
			return
		}
		if err != nil { // the source continues behind the damage
			r.failed(err)
			continue
		}
		r.batches.Add(1)
		r.Packets.Add(1)
		r.Save.Gather()
		if err := r.Save.Save(&p); err != nil {
			r.end(err)
		}
		r.copied.Add(1)
	}
}
