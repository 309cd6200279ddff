// Package track is what only several packets tell. Its folders hold one
// tracker each.
package track

import "pktscope/dissect"

// A Tracker learns from packets. One goroutine feeds it, in the order of the
// capture; its clock is the packets'. It leaves what it knows on the packet's
// messages, never on a tree, and every table that it keeps is bounded.
//
// e may be used to go on with a packet whose payload the tracker has put
// together (Engine.Continue).
type Tracker interface {
	Observe(e *dissect.Engine, p *dissect.Packet)
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
// Most packets are opened while they are taken apart (Unseal). Open is shown
// those packets again that Trackers have looked at: by now there may be more
// keys, or a datagram put together.
type Opener interface {
	dissect.Opener
	Open(e *dissect.Engine, p *dissect.Packet)
}
