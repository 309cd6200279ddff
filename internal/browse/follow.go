package browse

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
)

var errNoStream = errors.New("the packet is of no stream of TCP or UDP")

// streamFields are the fields with the numbers of streams, by the protocol that is followed.
func streamFields() map[string]string {
	return map[string]string{"tcp.stream": "tcp", "udp.stream": "udp"}
}

// Follow returns the innermost stream of TCP or UDP that a packet is of, of what has been read
// so far. ctx ends it. progress counts the packets that were looked at; it may be nil.
func (c *Capture) Follow(ctx context.Context, number uint64, progress *atomic.Uint64) (*stats.Stream, error) {
	d, err := c.Detail(ctx, number, nil)
	if err != nil {
		return nil, err
	}
	protocol, stream := "", ""
	for i := range d.Nodes {
		if p, ok := streamFields()[d.Nodes[i].Field]; ok {
			protocol = p
			_, stream, _ = strings.Cut(d.Nodes[i].Filter, " == ")
		}
	}
	if stream == "" {
		return nil, errNoStream
	}
	set, err := stats.New([]string{"follow," + protocol + ",ascii," + stream}, c.plan.Fields, stats.DefaultLimit)
	if err != nil {
		return nil, err
	}
	config, err := c.session.Again(session.OnDemand(nil, nil, set)...)
	if err != nil {
		return nil, err
	}
	config.Tap, config.Count, config.Packets = set, c.soFar(), progress
	if err := c.pass(ctx, config); err != nil {
		return nil, err
	}
	return set.Followed(0), nil
}
