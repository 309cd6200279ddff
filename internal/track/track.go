// Package track defines what learns from packets. Each of its folders holds what
// follows one protocol, or one question, through several packets.
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

// A Selective Tracker learns only from packets that have a layer of one of its
// Protos. It need not observe others.
type Selective interface {
	Tracker
	Protos() []*field.Proto
}

// A Detailed Tracker learns more where the fields of one of its Detailed protocols are
// read, by a filter, an output or a statistic: what nobody reads is not worth its
// memory and time.
type Detailed interface {
	Tracker
	Detailed() []*field.Proto
	// Detail is called before the first packet, if the fields are read.
	Detail()
}

// A Tap counts packets, whether they pass the display filter or not: statistics are
// Taps. Each packet is processed twice: by a Looker, for what takes time, and by
// Count, in the order of the capture.
type Tap interface {
	// Protos are the protocols whose fields Lookers use.
	Protos() []*field.Proto
	// Looker makes a Looker for one goroutine; nil: Count needs none.
	Looker() Looker
	// Count counts p, after all trackers. seen is what a Looker appended for p.
	// One goroutine calls it.
	Count(p *dissect.Packet, seen []byte)
}

// A Looker prepares what a Tap counts, for packets in no order. Each goroutine has
// its own.
type Looker interface {
	// Look appends to seen what Count needs of p. fields returns the tree of the
	// fields of Protos, which is built by the first call.
	Look(seen []byte, p *dissect.Packet, fields func() *field.Tree) []byte
}

// A Watcher learns from the packets that pass the display filter, in the order of
// the capture and after all trackers. It changes nothing on them: reports are
// Watchers. One goroutine feeds it. One that reads what a Detailed Tracker keeps says so
// by a method Protos.
type Watcher interface {
	Watch(p *dissect.Packet)
}

// A Depth is how much of a packet is read.
type Depth uint8

const (
	Headers  Depth = iota // what it has alone, up to ports
	Streams               // and what others of its stream or exchange say of it
	Contents              // and what TCP carries in several segments
)

// A Deep Tracker does nothing but for readers of its Depth.
type Deep interface {
	Tracker
	Depth() Depth
}

// A Frugal Tap or Watcher reads messages of some protocols alone, to a Depth. The others
// are not read for it.
type Frugal interface {
	// Reads are the protocols; ok is false where it reads all of them.
	Reads() (protos []*field.Proto, depth Depth, ok bool)
}

// A Batched Watcher learns from consecutive packets at once: it has what it knows of them
// read ahead.
type Batched interface {
	Watcher
	WatchAll(packets []*dissect.Packet)
}

// A Decrypter decrypts packets, and dissects what was in them. Many goroutines
// use it at once and in no order, for decryption takes most of the time; what it
// needs of earlier packets, it has from Trackers.
//
// Most packets are decrypted while they are dissected, by a Worker. Retry is called
// for each packet after the Trackers have observed it: keys may have been derived
// since, or a datagram put together.
type Decrypter interface {
	// Worker makes what one goroutine decrypts with: it has memory of its own.
	Worker() dissect.Decrypter
	Retry(e *dissect.Engine, p *dissect.Packet)
}
