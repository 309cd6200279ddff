package dissect

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/field"
)

// A portChoice is between the protocols of the two ports of a datagram: that of the lower
// one is asked first. If it declines, or yields, or finds the bytes malformed, the other
// is: behind a translator the source port is whatever that chose (RFC 3947, section 4). If
// both do, the first stays.
type portChoice struct {
	index uint16    // of the kind that is to be read
	first field.Key // that was asked first
	layer int       // in the arena
	asked int       // how many have declined
}

// declines reports whether the bytes of l, which was read with err, are not of its
// protocol.
func (l *Layer) declines(err error) bool {
	switch {
	case l.kind.tentative && l.Message.(Tentative).Declines(), l.kind.yielding && l.Message.(Yielding).Yields():
		return true
	case l.can.silent != nil && l.can.silent.Silent():
		return err == nil || l.Proto() == DataProto
	}
	return err != nil && !errors.Is(err, field.ErrTruncated)
}

// otherPort chooses the protocol that l, the last of the arena's layers, is read as next.
// It reports false where the choice is made.
func (e *Engine) otherPort(c *portChoice, l *Layer, first int) bool {
	at := len(e.arena.layers) - 1
	if c.asked == 0 || c.layer != at {
		other, index := e.other(l, first)
		if index == 0 {
			return false
		}
		*c = portChoice{index: index, first: l.Key, layer: at, asked: 1}
		l.Key = other
		return true
	}
	if c.asked++; c.asked > 2 {
		return false
	}
	l.Key, c.index = c.first, e.reg.find(c.first)
	return true
}

// servesTwo reports whether both ports that l was found by have a protocol.
func (e *Engine) servesTwo(l *Layer, first int) bool {
	if l.Key.Space != field.UDPPort {
		return false
	}
	_, index := e.other(l, first)
	return index != 0
}

// other is the guess at what the layer below l carries that is not l's, and its kind, 0
// without one. A key of DecodeAs has no other.
func (e *Engine) other(l *Layer, first int) (key field.Key, index uint16) {
	at := len(e.arena.layers) - 2
	if at < first {
		return key, 0
	}
	c := e.arena.layers[at].can.carrier
	if _, named := e.reg.chosen[l.Key]; named || c == nil {
		return key, 0
	}
	for i := 0; ; i++ {
		if key = c.Next(i); key.Space == field.None {
			return key, 0
		}
		if key != l.Key {
			if index = e.reg.find(key); index != 0 {
				return key, index
			}
		}
	}
}
