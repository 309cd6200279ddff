package labtest

import (
	"encoding/binary"
	"slices"
)

// Choices are the bytes of a fuzz input, each a choice: which packet, which change. At
// their end every further choice is 0.
type Choices struct{ rest []byte }

// NewChoices makes choices of an input.
func NewChoices(input []byte) *Choices { return &Choices{input} }

// Left reports whether there are any.
func (c *Choices) Left() bool { return len(c.rest) > 0 }

// Byte is one choice.
func (c *Choices) Byte() (b byte) {
	if len(c.rest) > 0 {
		b, c.rest = c.rest[0], c.rest[1:]
	}
	return b
}

// Below is a choice of 0 to n-1; n is positive. Above 256 it takes two bytes.
func (c *Choices) Below(n int) int {
	v := int(c.Byte())
	if n > 256 {
		v |= int(c.Byte()) << 8
	}
	return v % n
}

// Bytes are the next n bytes, fewer at the end.
func (c *Choices) Bytes(n int) (b []byte) {
	n = min(n, len(c.rest))
	b, c.rest = c.rest[:n:n], c.rest[n:]
	return b
}

// maxEdits is how often Edit changes a message at most.
const maxEdits = 4

// Edit returns a copy of a message with changes, or without.
func (c *Choices) Edit(message []byte) []byte {
	b := slices.Clone(message)
	for n := c.Byte() % (maxEdits + 1); n > 0 && len(b) > 0; n-- {
		b = c.change(b)
	}
	return b
}

// change makes one change in b, which is not empty.
func (c *Choices) change(b []byte) []byte {
	kind, at := c.Byte()%8, c.Below(len(b))
	switch kind {
	case 0:
		b[at] ^= 1 << (c.Byte() % 8)
	case 1:
		b[at] = c.Byte()
	case 2: // what may be a length is more or less
		if at+2 <= len(b) {
			binary.BigEndian.PutUint16(b[at:], binary.BigEndian.Uint16(b[at:])+uint16(int8(c.Byte())))
		}
	case 3:
		b = b[:at]
	case 4: // some bytes are cut out
		b = slices.Delete(b, at, at+c.Below(min(64, len(b)-at)+1))
	case 5: // some are there twice
		b = slices.Insert(b, at, slices.Clone(b[at:at+c.Below(min(64, len(b)-at)+1)])...)
	case 6: // two parts change places
		n := c.Below(min(32, len(b)/2) + 1)
		if other := c.Below(len(b) - n + 1); at+n <= other {
			first := slices.Clone(b[at : at+n])
			copy(b[at:], b[other:other+n])
			copy(b[other:], first)
		}
	case 7:
		copy(b[at:], c.Bytes(int(c.Byte()%8)))
	}
	return b
}

// A Part is an element of a message that has a type and a length: a TLV, a payload, a
// block.
type Part struct {
	Type  uint32
	Body  []byte
	Wrong int // what is added to the length of Body where the length is written
}

// maxParts is how many parts EditParts leaves at most.
const maxParts = 256

// EditParts returns a message's parts with changes: one is left out, repeated, changes
// its place, has another type, a wrong length, other bytes.
func (c *Choices) EditParts(parts []Part) []Part {
	parts = slices.Clone(parts)
	for n := c.Byte() % (2*maxEdits + 1); n > 0 && len(parts) > 0; n-- {
		kind, at := c.Byte()%7, c.Below(len(parts))
		p := &parts[at]
		switch kind {
		case 0:
			parts = slices.Delete(parts, at, at+1)
		case 1:
			times := min(1<<(c.Byte()%8), maxParts-len(parts))
			parts = slices.Insert(parts, at, slices.Repeat([]Part{*p}, max(times, 0))...)
		case 2:
			other := c.Below(len(parts))
			parts[at], parts[other] = parts[other], parts[at]
		case 3:
			p.Type = uint32(c.Byte())
		case 4:
			p.Wrong = int(int8(c.Byte()))
		case 5:
			p.Wrong = -len(p.Body) + int(int8(c.Byte()))
		case 6:
			p.Body = c.Edit(p.Body)
		}
	}
	return parts
}
