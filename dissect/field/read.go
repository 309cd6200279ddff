package field

import (
	"encoding/binary"
	"net/netip"
)

// Uint8 reads one byte. Like its kin below it returns the container whole,
// also where the field is only some of its bits. What is neither there nor
// simply read is left to one call, so that the rest is inlined.
func (d *Decoder) Uint8(f U8) uint8 {
	off := d.off
	if off >= d.end || d.tree != nil {
		return d.uint8(f.Def)
	}
	d.off = off + 1
	return d.data[off]
}

func (d *Decoder) uint8(f *Def) uint8 {
	off, ok := d.take(f, 1)
	if !ok {
		return 0
	}
	v := d.data[off]
	if d.tree != nil {
		d.add(f, off, 1, uint64(v))
	}
	return v
}

// PeekUint8 reads one byte as Uint8 does, but does not advance: the field that is
// read next has n bytes and starts in the same one. It reads nothing where
// these are not there.
func (d *Decoder) PeekUint8(f U8, n int) uint8 {
	if n > d.end-d.off {
		return 0
	}
	v := d.data[d.off]
	if d.tree != nil {
		d.add(f.Def, d.off, 1, uint64(v))
	}
	return v
}

// Uint16 reads two bytes, the most significant first.
func (d *Decoder) Uint16(f U16) uint16 {
	off := d.off
	if d.end-off < 2 || d.tree != nil {
		return d.uint16(f.Def)
	}
	d.off = off + 2
	return binary.BigEndian.Uint16(d.data[off:])
}

func (d *Decoder) uint16(f *Def) uint16 {
	off, ok := d.take(f, 2)
	if !ok {
		return 0
	}
	v := binary.BigEndian.Uint16(d.data[off:])
	if d.tree != nil {
		d.add(f, off, 2, uint64(v))
	}
	return v
}

// Uint24 reads three bytes, the most significant first.
func (d *Decoder) Uint24(f U24) uint32 {
	off := d.off
	if d.end-off < 3 {
		d.fail(f.Def, 3)
		return 0
	}
	d.off = off + 3
	b := d.data[off : off+3]
	v := uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	if d.tree != nil {
		d.add(f.Def, off, 3, uint64(v))
	}
	return v
}

// Uint32 reads four bytes, the most significant first.
func (d *Decoder) Uint32(f U32) uint32 {
	off := d.off
	if d.end-off < 4 || d.tree != nil {
		return d.uint32(f.Def)
	}
	d.off = off + 4
	return binary.BigEndian.Uint32(d.data[off:])
}

func (d *Decoder) uint32(f *Def) uint32 {
	off, ok := d.take(f, 4)
	if !ok {
		return 0
	}
	v := binary.BigEndian.Uint32(d.data[off:])
	if d.tree != nil {
		d.add(f, off, 4, uint64(v))
	}
	return v
}

// Uint64 reads eight bytes, the most significant first.
func (d *Decoder) Uint64(f U64) uint64 {
	off := d.off
	if d.end-off < 8 {
		d.fail(f.Def, 8)
		return 0
	}
	d.off = off + 8
	v := binary.BigEndian.Uint64(d.data[off:])
	if d.tree != nil {
		d.add(f.Def, off, 8, v)
	}
	return v
}

// Uint16LE reads two bytes, the least significant first.
func (d *Decoder) Uint16LE(f U16) uint16 {
	off, ok := d.take(f.Def, 2)
	if !ok {
		return 0
	}
	v := binary.LittleEndian.Uint16(d.data[off:])
	if d.tree != nil {
		d.node(f.Def, off, 2, uint64(v), IsLittle)
	}
	return v
}

// Uint32LE reads four bytes, the least significant first.
func (d *Decoder) Uint32LE(f U32) uint32 {
	off, ok := d.take(f.Def, 4)
	if !ok {
		return 0
	}
	v := binary.LittleEndian.Uint32(d.data[off:])
	if d.tree != nil {
		d.node(f.Def, off, 4, uint64(v), IsLittle)
	}
	return v
}

// Shared8 reads one byte that several fields share.
func (d *Decoder) Shared8(fs ...U8) uint8 {
	off, ok := d.take(fs[0].Def, 1)
	if !ok {
		return 0
	}
	v := d.data[off]
	if d.tree != nil {
		for _, f := range fs {
			d.add(f.Def, off, 1, uint64(v))
		}
	}
	return v
}

// Shared16 reads two bytes that several fields share.
func (d *Decoder) Shared16(fs ...U16) uint16 {
	off, ok := d.take(fs[0].Def, 2)
	if !ok {
		return 0
	}
	v := binary.BigEndian.Uint16(d.data[off:])
	if d.tree != nil {
		for _, f := range fs {
			d.add(f.Def, off, 2, uint64(v))
		}
	}
	return v
}

// Shared32 reads four bytes that several fields share.
func (d *Decoder) Shared32(fs ...U32) uint32 {
	off, ok := d.take(fs[0].Def, 4)
	if !ok {
		return 0
	}
	v := binary.BigEndian.Uint32(d.data[off:])
	if d.tree != nil {
		for _, f := range fs {
			d.add(f.Def, off, 4, uint64(v))
		}
	}
	return v
}

func (d *Decoder) span(f *Def, n int) []byte {
	off := d.off
	if n < 0 || n > d.end-off {
		d.fail(f, n)
		return nil
	}
	d.off = off + n
	if d.tree != nil {
		d.add(f, off, n, 0)
	}
	return d.data[off : off+n : off+n]
}

// Bytes reads n bytes that alias the packet.
func (d *Decoder) Bytes(f Bytes, n int) []byte { return d.span(f.Def, n) }

// Rest reads what is left of the scope. Where the capture was cut it returns
// what there is and fails with ErrTruncated.
func (d *Decoder) Rest(f Bytes) []byte {
	b := d.span(f.Def, d.end-d.off)
	if !d.bad && d.end < d.wire {
		d.fail(f.Def, d.wire-d.off)
	}
	return b
}

// Text reads the rest of the scope as text that aliases the packet.
func (d *Decoder) Text(f Str) []byte { return d.span(f.Def, d.wire-d.off) }

// TextN reads n bytes of text that alias the packet.
func (d *Decoder) TextN(f Str, n int) []byte { return d.span(f.Def, n) }

// Skip passes over n bytes that no field covers; f is named if they are not
// there.
func (d *Decoder) Skip(f Field, n int) { d.take(f.Declaration(), n) }

// IPv4 reads an address of four bytes, the zero Addr when they are not there.
func (d *Decoder) IPv4(f IP4) netip.Addr {
	b := d.span(f.Def, 4)
	if b == nil {
		return netip.Addr{}
	}
	return netip.AddrFrom4([4]byte(b))
}

// IPv6 reads an address of sixteen bytes.
func (d *Decoder) IPv6(f IP6) netip.Addr {
	b := d.span(f.Def, 16)
	if b == nil {
		return netip.Addr{}
	}
	return netip.AddrFrom16([16]byte(b))
}

// Ether reads an EUI-48 address. The field's Bits are those of its first
// three bytes.
func (d *Decoder) Ether(f MAC) (a [6]byte) {
	off, ok := d.take(f.Def, 6)
	if !ok {
		return a
	}
	copy(a[:], d.data[off:])
	if d.tree != nil {
		d.add(f.Def, off, 6, uint64(a[0])<<16|uint64(a[1])<<8|uint64(a[2]))
	}
	return a
}
