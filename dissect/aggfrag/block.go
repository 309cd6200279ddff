package aggfrag

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Section 6.1.3: data blocks.
var (
	fBlock     = Proto.None("pktscope.aggfrag.block", "Data Block", field.Format(formatBlock))
	fBlockType = Proto.Uint8("pktscope.aggfrag.block.type", "Type", field.Hex, field.Mask(0xf0), field.Named(typeName))
	fBlockSize = Proto.Uint16("pktscope.aggfrag.block.length", "Length", field.Dec)
	fContinued = Proto.Bytes("pktscope.aggfrag.block.continued", "Rest of the block that began before")
	fPad       = Proto.Bytes("pktscope.aggfrag.pad", "Pad Data Block")
)

// A BlockType is the first four bits of a data block: the version of the IP packet.
type BlockType uint8

const (
	Pad       BlockType = 0x0 // the rest of the payload is padding
	IPv4      BlockType = 0x4
	IPv6      BlockType = 0x6
	Continued BlockType = 0xff // no type: more of the block that began in an earlier payload
)

// A Block is a data block, or the part of one that a payload has.
type Block struct {
	Type  BlockType
	Data  []byte // as much as was captured; it aliases the packet
	Size  int    // of the whole block; 0: not known here
	Ended bool   // Continued: another block, or padding, follows
}

// Whole reports whether all of an IP packet is there.
func (b *Block) Whole() bool { return b.Size > 0 && len(b.Data) == b.Size }

// Length is the length of the packet that b begins with, 0 where its header does not
// have it yet or it is none: RFC 791, section 3.1; RFC 8200, section 3.
func Length(b []byte) int {
	const (
		ipv4Length, ipv4Header = 2, 20
		ipv6Length, ipv6Header = 4, 40
	)
	switch {
	case len(b) >= ipv4Length+2 && BlockType(b[0]>>4) == IPv4:
		if n := int(binary.BigEndian.Uint16(b[ipv4Length:])); n >= ipv4Header {
			return n
		}
	case len(b) >= ipv6Length+2 && BlockType(b[0]>>4) == IPv6:
		return ipv6Header + int(binary.BigEndian.Uint16(b[ipv6Length:]))
	}
	return 0
}

// blocks reads the data blocks.
func (p *Packet) blocks(d *field.Decoder) {
	if n := min(p.BlockOffset, d.Len()); n > 0 {
		data := d.Bytes(fContinued, n)
		p.add(d, Block{Type: Continued, Data: data, Ended: p.BlockOffset <= n && d.More()})
	}
	for d.More() && p.block(d) {
	}
}

// block reads a block and reports whether there may be another.
func (p *Packet) block(d *field.Decoder) bool {
	first := d.Peek(1)
	if first == nil {
		d.Skip(fBlockType, 1)
		return false
	}
	typ := BlockType(first[0] >> 4)
	if typ == Pad {
		p.add(d, Block{Type: Pad, Data: d.Bytes(fPad, d.Len())})
		return false
	}
	size := Length(d.Peek(min(d.Captured(), lengthEnd)))
	n := d.Len()
	if size > 0 {
		n = min(n, size)
	}
	known := typ == IPv4 || typ == IPv6
	if known && size > 0 && size <= d.Len() && p.next == 0 {
		p.next = protocolOf(typ)
		d.PayloadN(size)
	}
	m := d.Begin(fBlock)
	off, data := d.Off(), d.Peek(n)
	d.Uint8(fBlockType)
	if size > 0 {
		d.Tell(fBlockSize, uint64(size))
	}
	if !known || size == 0 && n >= lengthEnd {
		d.Note(fBlockType, off) // no packet
	}
	d.Skip(fBlock, n-1)
	d.End(m)
	p.add(d, Block{Type: typ, Data: data, Size: size})
	return known && size > 0
}

// lengthEnd is how many bytes of a packet tell its length.
const lengthEnd = 6

// maxBlocks bounds how many blocks are kept of one payload: 64 KiB of empty IPv4 packets.
const maxBlocks = 1 << 16 / 20

func (p *Packet) add(d *field.Decoder, b Block) {
	if !d.Bad() && len(p.Blocks) < maxBlocks {
		p.Blocks = append(p.Blocks, b)
	}
}

// append appends "IPv4 (44 bytes)", "IPv4 (20 of 44 bytes)", "pad (16 bytes)".
func (b *Block) append(out []byte) []byte {
	switch b.Type {
	case Continued:
		out = append(out, "rest of a packet"...)
	case Pad:
		out = append(out, "pad"...)
	default:
		out = appendType(out, b.Type)
	}
	return appendSizes(out, len(b.Data), b.Size)
}

// appendSizes appends " (20 of 44 bytes)".
func appendSizes(b []byte, have, size int) []byte {
	b = field.AppendUint(append(b, " ("...), uint64(have))
	switch {
	case size == 0:
	case have < size:
		b = field.AppendUint(append(b, " of "...), uint64(size))
	}
	if have == 1 && size <= 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

func appendType(b []byte, typ BlockType) []byte {
	if name := typeName(uint64(typ)); name != "" {
		return append(b, name...)
	}
	return field.AppendUint(append(b, "unknown type "...), uint64(typ))
}

func typeName(v uint64) string {
	switch BlockType(v) {
	case Pad:
		return "Pad"
	case IPv4:
		return "IPv4"
	case IPv6:
		return "IPv6"
	}
	return ""
}

// formatBlock appends "Data Block: IPv4 (20 of 44 bytes)".
func formatBlock(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Data Block: "...)
	if n := t.Child(i, fBlockType); n >= 0 {
		b = appendType(b, BlockType(t.Nodes[n].Val))
	}
	size := 0
	if n := t.Child(i, fBlockSize); n >= 0 {
		size = int(t.Nodes[n].Val)
	}
	return appendSizes(b, int(t.Nodes[i].Len), size)
}
