// Package track is what only several packets tell. Its folders hold one
// tracker each.
package track

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A Tracker learns from packets. One goroutine feeds it, in the order of the
// capture; its clock is the packets'. It leaves what it knows on the packet's
// messages, never on a tree, and every table that it keeps is bounded.
//
// e may be used to go on with a packet whose payload the tracker has put
// together (Engine.Continue).
type Tracker interface {
	Observe(e *dissect.Engine, p *dissect.Packet)
}

// A Selective Tracker learns from packets only that have a layer of one of its
// Protos: it need not be shown others.
type Selective interface {
	Tracker
	Protos() []*field.Proto
}

// A Tap counts packets, whether they pass the display filter or not: statistics are
// Taps. Each packet is looked at twice: by a Looker for what takes time, and in
// order.
type Tap interface {
	// Protos are those whose fields Lookers ask for.
	Protos() []*field.Proto
	// Looker makes a Looker for one goroutine; nil: Count can do without.
	Looker() Looker
	// Count learns from p, when all is known of it. seen is what a Looker made
	// of it. One goroutine feeds it, in the order of the capture.
	Count(p *dissect.Packet, seen []byte)
}

// A Looker looks at packets in no order. Each goroutine has its own.
type Looker interface {
	// Look appends to seen what Count is to know of p. fields gives the tree of
	// the fields of Protos, which is built when it is asked for.
	Look(seen []byte, p *dissect.Packet, fields func() *field.Tree) []byte
}

// A Watcher learns from the packets that passed the display filter, in the order
// of the capture and when all is known of them. It leaves nothing on them:
// reports and statistics are Watchers. One goroutine feeds it.
type Watcher interface {
	Watch(p *dissect.Packet)
}

// An Opener opens packets that are encrypted, and goes on with what was in
// them. Many goroutines use it at once and in no order, for most of the time
// goes there; what it needs of the packets before, it has from Trackers.
//
// Most packets are opened while they are taken apart (Decrypt). Open is shown
// those packets again that Trackers have looked at: by now there may be more
// keys, or a datagram put together.
type Opener interface {
	dissect.Decrypter
	Open(e *dissect.Engine, p *dissect.Packet)
}
