package stats

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/inet"
)

// maxFollowed bounds the bytes of a followed stream, those included that wait for
// missing ones.
const maxFollowed = 64 << 20

// A follow is -z follow: what the two ends of a stream said, in the order of the
// stream.
type follow struct {
	proto    string // tcp or udp
	mode     string
	filter   string // of the stream's packets
	from, to int    // chunks that are printed, counted from 1; to 0: all behind from

	ends   [2]netip.AddrPort // the first is the sender of the first packet
	sides  [2]followed
	chunks []chunk
	kept   int
	left   uint64 // bytes for which there was no room
}

// A followed is one direction of a stream.
type followed struct {
	next  uint32 // sequence number of the next byte
	known bool   // next is
	early []chunk
}

// A chunk is what one packet added to the stream.
type chunk struct {
	number uint64
	at     time.Time
	side   int // that sent it
	seq    uint32
	data   []byte
}

// followModes are the forms of the bytes.
var followModes = []string{"ascii", "hex", "raw", "yaml"}

// follow reads PROTOCOL,MODE,STREAM[,RANGE]. STREAM is a number, or two addresses with
// their ports.
func (p *plan) follow(text, rest string) (request, error) {
	parts := strings.Split(rest, ",")
	if len(parts) < 3 {
		return request{}, fmt.Errorf("want follow,tcp|udp,%s,STREAM[,FIRST-LAST]", strings.Join(followModes, "|"))
	}
	f := &follow{proto: parts[0], mode: parts[1], from: 1}
	if f.proto != "tcp" && f.proto != "udp" {
		return request{}, fmt.Errorf("follow,%s: want tcp or udp", f.proto)
	}
	if !slices.Contains(followModes, f.mode) {
		return request{}, fmt.Errorf("follow,%s,%s: want %s", f.proto, f.mode, strings.Join(followModes, ", "))
	}
	parts = parts[2:]
	var err error
	if f.filter, parts, err = streamFilter(f.proto, parts); err != nil {
		return request{}, err
	}
	if len(parts) > 0 {
		if err := f.readRange(parts[0]); err != nil || len(parts) > 1 {
			return request{}, fmt.Errorf("range %q: want a number or FIRST-LAST", strings.Join(parts, ","))
		}
	}
	return p.ask(text, f, f.filter)
}

// streamFilter reads which stream is meant, and returns a filter for its packets and the
// parts behind.
func streamFilter(proto string, parts []string) (filter string, rest []string, err error) {
	if n, err := strconv.ParseUint(parts[0], 10, 32); err == nil {
		return fmt.Sprintf("%s.stream eq %d", proto, n), parts[1:], nil
	}
	if len(parts) < 2 {
		return "", nil, fmt.Errorf("stream %q: want a number or ADDRESS:PORT,ADDRESS:PORT", parts[0])
	}
	var ends [2]netip.AddrPort
	for i := range ends {
		if ends[i], err = netip.ParseAddrPort(parts[i]); err != nil {
			return "", nil, fmt.Errorf("stream %q: want a number or ADDRESS:PORT,ADDRESS:PORT, such as 192.0.2.1:40000,192.0.2.2:80 or [2001:db8::1]:40000,[2001:db8::2]:80", parts[i])
		}
	}
	ip := "ip"
	if ends[0].Addr().Is6() {
		ip = "ipv6"
	}
	one := func(a, b netip.AddrPort) string {
		return fmt.Sprintf("((%s.src eq %s and %s.srcport eq %d) and (%s.dst eq %s and %s.dstport eq %d))",
			ip, a.Addr(), proto, a.Port(), ip, b.Addr(), proto, b.Port())
	}
	return one(ends[0], ends[1]) + " or " + one(ends[1], ends[0]), parts[2:], nil
}

func (f *follow) readRange(text string) (err error) {
	first, last, two := strings.Cut(text, "-")
	if f.from, err = strconv.Atoi(first); err != nil {
		return err
	}
	if f.to = f.from; two {
		f.to, err = strconv.Atoi(last)
	}
	return err
}

// count implements statistic.
func (f *follow) count(s *sample) {
	for i := range s.Layers {
		if s.Layers[i].Quoted {
			return
		}
		switch m := s.Layers[i].Message.(type) {
		case *inet.TCP:
			if f.proto == "tcp" && m.HasFlags() {
				f.segment(m, s)
			}
		case *inet.UDP:
			if f.proto == "udp" {
				side := f.side(netip.AddrPortFrom(m.Src, m.SrcPort), netip.AddrPortFrom(m.Dst, m.DstPort))
				if span, ok := s.Layers[i].Payload(); ok {
					f.add(chunk{number: s.Number, at: s.Time, side: side, data: s.Bufs[span.Buf][span.Off:max(span.End, span.Off)]})
				}
			}
		}
	}
}

// side is which end sent a packet.
func (f *follow) side(src, dst netip.AddrPort) int {
	if !f.ends[0].IsValid() {
		f.ends = [2]netip.AddrPort{src, dst}
	}
	if src == f.ends[0] {
		return 0
	}
	return 1
}

// segment adds a segment, or keeps it until the bytes before it are there. Bytes that
// the other end has acknowledged are not there when they are missing: they were not
// captured.
func (f *follow) segment(m *inet.TCP, s *sample) {
	side := f.side(netip.AddrPortFrom(m.Src, m.SrcPort), netip.AddrPortFrom(m.Dst, m.DstPort))
	if m.Flags&inet.FlagACK != 0 {
		for f.fit(1-side) || f.skip(1-side, m.Ack, s.Number) {
		}
	}
	d := &f.sides[side]
	c := chunk{number: s.Number, at: s.Time, side: side, seq: m.Seq, data: m.Data}
	if m.Flags&inet.FlagSYN != 0 {
		c.seq++
	}
	if !d.known {
		d.known, d.next = true, c.seq
	}
	switch behind := int32(d.next - c.seq); {
	case len(c.data) == 0:
		return
	case behind >= 0 && int(behind) < len(c.data):
		f.take(d, c)
	case behind < 0:
		if c.data = f.keep(c.data); c.data != nil {
			d.early = append(d.early, c)
		}
	}
	for f.fit(side) {
	}
}

// take adds what of c is new, the next of d.
func (f *follow) take(d *followed, c chunk) {
	if behind := d.next - c.seq; behind > 0 {
		c.seq, c.data = d.next, c.data[behind:]
	}
	d.next += uint32(len(c.data))
	f.add(c)
}

// fit adds an early segment of a side that goes on where it stands.
func (f *follow) fit(side int) bool {
	d := &f.sides[side]
	for i, c := range d.early {
		behind := int32(d.next - c.seq)
		if behind < 0 {
			continue
		}
		d.early = slices.Delete(d.early, i, i+1)
		f.kept -= len(c.data)
		if int(behind) < len(c.data) {
			f.take(d, c)
		}
		return true
	}
	return false
}

// skip tells of the bytes before the earliest segment that waits, if the other side has
// acknowledged them.
func (f *follow) skip(side int, ack uint32, number uint64) bool {
	d := &f.sides[side]
	if len(d.early) == 0 {
		return false
	}
	lowest := d.early[0].seq
	for _, c := range d.early {
		if int32(c.seq-lowest) < 0 {
			lowest = c.seq
		}
	}
	if int32(ack-lowest) <= 0 {
		return false
	}
	text := fmt.Appendf(nil, "[%d bytes missing in capture file]\x00", lowest-d.next)
	d.next = lowest
	f.add(chunk{number: number, side: side, seq: lowest, data: text})
	return true
}

func (f *follow) add(c chunk) {
	if c.data = f.keep(c.data); c.data != nil {
		f.chunks = append(f.chunks, c)
	}
}

// keep returns a copy of data, nil where there is no room for it.
func (f *follow) keep(data []byte) []byte {
	const overhead = 64 // of a chunk
	if f.kept+len(data)+len(f.chunks)*overhead > maxFollowed {
		f.left += uint64(len(data))
		return nil
	}
	f.kept += len(data)
	return append([]byte{}, data...)
}
