package fleet

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
)

// An Exchanges reads a capture for the messages of IKE that keys of ESP are derived from. One run
// reads captures twice where it has keys of IKE: packets of an SA may come before the message
// with its SPI. Here they may be in another capture as well, so all messages go to all who
// decrypt.
type Exchanges struct{ Keys KeyFile }

// ProcessElement implements beam's DoFn. What is wrong with a capture is told by Dissect.
func (d *Exchanges) ProcessElement(ctx context.Context, c Capture, send func([]byte)) error {
	plan, err := d.Keys.prepare(ctx)
	if err != nil || !plan.Derives() {
		return err
	}
	in, err := openCapture(ctx, c)
	if err != nil {
		_, err = faultsOf([]error{err})
		return err
	}
	defer in.Close()
	of := &exchange{heads: &heads{Source: in, capture: c.Order}, keys: plan.Keys, send: send}
	result := pipeline.Run(ctx, pipeline.Config{Source: of.heads, Registry: plan.Registry, Workers: 1, Watchers: []track.Watcher{of}})
	if _, err := faultsOf(append(result.Read, ctx.Err())); err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	return nil
}

// An exchange sends the frames with messages of SAs that there are keys of. It is a track.Watcher.
type exchange struct {
	heads *heads
	keys  *keys.Ring
	of    belongings
	found []*keys.IKE
	send  func([]byte)
}

// Watch implements track.Watcher.
func (x *exchange) Watch(p *dissect.Packet) {
	if f := x.heads.next(p); x.wanted(p) {
		x.send(f.append(nil))
	}
}

// wanted reports whether p may have a message of an SA that there are keys of: fragments and
// segments do not say so.
func (x *exchange) wanted(p *dissect.Packet) bool {
	x.of.of(p)
	if !p.Has(isakmp.Proto) {
		return x.of.fragment != nil || len(x.of.pairs) > 0 && !p.Has(esp.Proto) && !p.Has(esp.AHProto)
	}
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok {
			x.found = x.keys.AppendIKE(x.found[:0], m.Major(), binary.BigEndian.Uint64(m.InitiatorSPI[:]), binary.BigEndian.Uint64(m.ResponderSPI[:]))
			return len(x.found) > 0
		}
	}
	return false
}
