// Package tlv tells what is wrong with an announcement that is a list of TLVs, as those of
// CDP, EDP, FDP and LLDP are. What is wrong within a TLV costs this one and no other.
package tlv

import "github.com/pktscope/pktscope/dissect/field"

// A Type is a protocol's type of TLVs.
type Type interface {
	// AppendName appends the name, or the number of a type that has none.
	AppendName(b []byte) []byte
}

// A Fault is a TLV that could not be read, or not to its end.
type Fault[T Type] struct {
	Type     T
	Headless bool        // too few bytes are left for a TLV, which has no type
	Err      field.Error // the field, the byte at which it was noticed, and the reason
}

// A Tally counts the faults of an announcement. Its methods put each into the tree, as a text
// of the field line, which has the place and the reason.
type Tally[T Type] struct {
	Faults int      // TLVs that could not be read, or not to their end
	First  Fault[T] // the first of them, where Faults > 0
}

// Invalid notes that f, at byte off of a TLV of type t, has a value that cannot be.
func (a *Tally[T]) Invalid(d *field.Decoder, line field.Field, t T, f field.Field, off int) {
	d.Note(f, off)
	a.add(d, line, Fault[T]{Type: t, Err: malformed(f, off)})
}

// TooFew notes that the bytes from off on are too few for a TLV, which would have an f.
func (a *Tally[T]) TooFew(d *field.Decoder, line, f field.Field, off int) {
	d.Note(f, off)
	a.add(d, line, Fault[T]{Headless: true, Err: malformed(f, off)})
}

// Contain keeps what is wrong with the value of a TLV of type t from the others, and reports
// whether anything was: not where the capture was cut.
func (a *Tally[T]) Contain(d *field.Decoder, line field.Field, t T) bool {
	if !d.Bad() {
		return false
	}
	e, _ := d.Err().(*field.Error)
	if !d.Contain() {
		return false
	}
	a.add(d, line, Fault[T]{Type: t, Err: *e})
	return true
}

func malformed(f field.Field, off int) field.Error {
	return field.Error{Def: f.Declaration(), Off: off, Need: -1, Err: field.ErrMalformed}
}

func (a *Tally[T]) add(d *field.Decoder, line field.Field, f Fault[T]) {
	if a.Faults == 0 {
		a.First = f
	}
	a.Faults++
	if d.Tree() != nil {
		d.GenerateTextAt(line, f.Err.Off, []byte(f.Err.Error()))
	}
}

// AppendInfo appends "[Malformed Packet: MTU at byte 36, and 2 more]", nothing where nothing
// is wrong.
func (a *Tally[T]) AppendInfo(b []byte) []byte {
	if a.Faults == 0 {
		return b
	}
	b = append(b, "[Malformed Packet: "...)
	if a.First.Headless {
		b = append(b, "TLV"...)
	} else {
		b = a.First.Type.AppendName(b)
	}
	b = field.AppendUint(append(b, " at byte "...), uint64(a.First.Err.Off))
	if a.Faults > 1 {
		b = field.AppendUint(append(b, ", and "...), uint64(a.Faults-1))
		b = append(b, " more"...)
	}
	return append(b, ']')
}
