package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"sync/atomic"
	"testing"
)

// A builder writes captures byte by byte, in either byte order.
type builder struct {
	binary.AppendByteOrder
	b []byte
}

func little() *builder { return &builder{AppendByteOrder: binary.LittleEndian} }
func big() *builder    { return &builder{AppendByteOrder: binary.BigEndian} }

func (w *builder) u16(vs ...uint16) *builder {
	for _, v := range vs {
		w.b = w.AppendUint16(w.b, v)
	}
	return w
}

func (w *builder) u32(vs ...uint32) *builder {
	for _, v := range vs {
		w.b = w.AppendUint32(w.b, v)
	}
	return w
}

func (w *builder) bytes(b ...byte) *builder {
	w.b = append(w.b, b...)
	return w
}

// fileHeader writes a pcap file header of version 2.4.
func (w *builder) fileHeader(magic, snaplen, network uint32) *builder {
	return w.u32(magic).u16(2, 4).u32(0, 0, snaplen, network)
}

// record writes a pcap record: extra goes between header and data.
func (w *builder) record(sec, frac, wire uint32, data string, extra ...byte) *builder {
	return w.u32(sec, frac, uint32(len(data)), wire).bytes(extra...).bytes([]byte(data)...)
}

// block writes a pcapng block around a body that is padded to 32 bits.
func (w *builder) block(typ BlockType, body []byte) *builder {
	body = pad(body)
	n := uint32(len(body) + blockMin)
	return w.u32(uint32(typ), n).bytes(body...).u32(n)
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// sub returns an empty builder of the same byte order.
func (w *builder) sub() *builder { return &builder{AppendByteOrder: w.AppendByteOrder} }

func (w *builder) option(code uint16, value ...byte) *builder {
	w.u16(code, uint16(len(value))).bytes(value...)
	w.b = pad(w.b)
	return w
}

func (w *builder) section(options ...byte) *builder {
	return w.block(blockSHB, w.sub().u32(byteOrderMagic).u16(1, 0).u32(0xffffffff, 0xffffffff).bytes(options...).b)
}

func (w *builder) iface(link uint16, snaplen uint32, options ...byte) *builder {
	return w.block(BlockInterface, w.sub().u16(link, 0).u32(snaplen).bytes(options...).b)
}

func (w *builder) enhanced(iface uint32, ts uint64, wire uint32, data string, options ...byte) *builder {
	s := w.sub().u32(iface, uint32(ts>>32), uint32(ts), uint32(len(data)), wire)
	s.b = append(pad(append(s.b, data...)), options...)
	return w.block(BlockEnhanced, s.b)
}

// smallPcap and smallPcapng are fixtures with three packets each.
func smallPcap() []byte {
	return little().fileHeader(0xa1b2c3d4, 262144, 1).
		record(1, 2, 60, "first packet").record(3, 4, 5, "2nd").record(5, 6, 7, "").b
}

func smallPcapng() []byte {
	w := big()
	return w.section(w.sub().option(4, []byte("hand")...).u32(0).b...).
		iface(1, 0, w.sub().option(2, []byte("eth0")...).option(9, 9).u32(0).b...).
		enhanced(0, 1e9+5, 60, "first packet", w.sub().option(1, []byte("a comment")...).u32(0).b...).
		block(BlockNames, w.sub().u16(1, 8).bytes(10, 0, 0, 1, 'h', 'o', 's', 0).u32(0).b).
		block(BlockSimplePacket, w.sub().u32(3).bytes('2', 'n', 'd').b).
		block(BlockCustom, w.sub().u32(32473).bytes(1, 2, 3, 4).b).b
}

// A kept packet has its own data.
func keep(p *Packet) Packet {
	k := *p
	k.Data = slices.Clone(p.Data)
	return k
}

// drain reads a Source to its end.
func drain(t testing.TB, s Source) (packets []Packet, err error) {
	t.Helper()
	for {
		var p Packet
		switch e := s.Next(&p); e {
		case nil:
			packets = append(packets, keep(&p))
		case io.EOF:
			return packets, err
		default:
			err = errors.Join(err, e)
		}
	}
}

// openReader reads a capture from in; name is what errors and interfaces call it.
func openReader(name string, in io.Reader, opts Options) (*Reader, error) {
	return newReader(name, in, opts, nil, new(atomic.Int64))
}
