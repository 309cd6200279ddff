package stream_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/stream"
)

// A segment is some bytes of the stream from 10.0.0.1 to 10.0.0.2, or back.
type segment struct {
	at   int // in the stream
	data []byte
	syn  bool
	back bool
	port uint16 // of 10.0.0.2; 0: 4500
}

const isn = 0xfffffff0 // sequence numbers wrap

// packet is the segment as an IPv4 packet of its own.
func (s segment) packet() []byte {
	b := []byte{0x45, 0, 0, 0, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}
	src, dst := uint16(40000), cmp.Or(s.port, stream.Port)
	if s.back {
		src, dst = dst, src
		b[15], b[19] = b[19], b[15]
	}
	b = binary.BigEndian.AppendUint16(b, src)
	b = binary.BigEndian.AppendUint16(b, dst)
	seq := uint32(isn)
	if !s.syn {
		seq += uint32(1 + s.at)
	}
	b = binary.BigEndian.AppendUint32(b, seq)
	b = binary.BigEndian.AppendUint32(b, isn+1) // nothing but a SYN was received
	flags := byte(0x10)
	if s.syn {
		flags = 0x02
	}
	b = append(b, 0x50, flags, 0x10, 0, 0, 0, 0, 0)
	b = append(b, s.data...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// messages is a stream of n messages: an IKE message, ESP packets with the SPIs
// 0x1001 and so on.
func messages(n int) (out []byte, spis []uint32) {
	out = append(out, "IKETCP"...)
	ike := make([]byte, 28)
	copy(ike, "initiateresponde")
	ike[17], ike[18], ike[19], ike[27] = 0x20, 37, 0x08, 28
	out = binary.BigEndian.AppendUint16(out, uint16(2+4+len(ike)))
	out = append(append(out, 0, 0, 0, 0), ike...)
	for i := range n {
		spi := uint32(0x1001 + i)
		body := binary.BigEndian.AppendUint32(nil, spi)
		body = binary.BigEndian.AppendUint32(body, uint32(i+1))
		body = append(body, make([]byte, 16+i*7%90)...)
		out = binary.BigEndian.AppendUint16(out, uint16(2+len(body)))
		out = append(out, body...)
		spis = append(spis, spi)
	}
	return out, spis
}

func registry(t testing.TB) *dissect.Registry {
	t.Helper()
	r := labtest.Registry(t)
	return r
}

// observe shows the segments to a tracker and returns the SPIs that it has found,
// and how many messages of IKE.
func observe(r *dissect.Registry, list []segment) (spis []uint32, ikes int) {
	return observeOn(r, stream.Ports{stream.Port: true}, list)
}

func observeOn(r *dissect.Registry, ports stream.Ports, list []segment) (spis []uint32, ikes int) {
	e := dissect.NewEngine(r)
	tr := stream.New(ports)
	for i, s := range list {
		var p dissect.Packet
		b := s.packet()
		p.Number, p.Time = uint64(i+1), time.Unix(int64(i), 0)
		e.Dissect(&p, 228, b, len(b))
		tr.Observe(e, &p)
		for k := range p.Layers {
			switch m := p.Layers[k].Message.(type) {
			case *esp.Packet:
				spis = append(spis, m.SPI)
			case *isakmp.Packet:
				ikes++
			}
		}
	}
	return spis, ikes
}

// cut makes segments of the stream that end where at says.
func cut(data []byte, at ...int) []segment {
	list := []segment{{syn: true}}
	from := 0
	for _, to := range append(at, len(data)) {
		list = append(list, segment{at: from, data: data[from:to]})
		from = to
	}
	return list
}

func TestStream(t *testing.T) {
	data, spis := messages(40)
	r := registry(t)
	random := rand.New(rand.NewPCG(1, 2))
	every := func(n int) (at []int) {
		for i := n; i < len(data); i += n {
			at = append(at, i)
		}
		return at
	}
	for name, list := range map[string][]segment{
		"one segment":  cut(data),
		"byte by byte": cut(data, every(1)...),
		"any size":     cut(data, every(37)...),
		"the prefix":   cut(data, 6, 7, 8),
		"backwards":    reversed(cut(data, every(100)...)),
		"shuffled":     shuffled(cut(data, every(100)...), random),
		"twice":        twice(cut(data, every(50)...)),
		"overlapping":  overlapping(data),
	} {
		got, ikes := observe(r, list)
		if !slices.Equal(got, spis) || ikes != 1 {
			t.Errorf("%s: %d messages of IKE, SPIs %x", name, ikes, got)
		}
	}
}

func reversed(list []segment) []segment {
	slices.Reverse(list[1:])
	return list
}

func shuffled(list []segment, r *rand.Rand) []segment {
	r.Shuffle(len(list)-1, func(i, j int) { list[1+i], list[1+j] = list[1+j], list[1+i] })
	return list
}

func twice(list []segment) (out []segment) {
	for _, s := range list {
		out = append(out, s, s)
	}
	return out
}

func overlapping(data []byte) []segment {
	list := []segment{{syn: true}}
	for i := 0; i < len(data); i += 60 {
		list = append(list, segment{at: i, data: data[i:min(i+90, len(data))]})
	}
	return list
}

// A capture that begins in mid-stream finds its way at a segment that begins
// with a message; what is lost on the way costs no more than it holds.
func TestMidStream(t *testing.T) {
	data, spis := messages(40)
	starts := []int{0}
	for at := 6; at < len(data); at += int(binary.BigEndian.Uint16(data[at:])) {
		starts = append(starts, at)
	}
	list := cut(data, starts[1:]...)[1:]
	got, _ := observe(registry(t), list[5:])
	if want := spis[3:]; !slices.Equal(got, want) {
		t.Errorf("SPIs %x, want %x", got, want)
	}
}

// A stream that begins with the prefix of RFC 9329, section 4, is IKE's and ESP's on any
// port, wherever its segments are cut, in both directions: the answers have no prefix.
func TestPrefixOnAnyPort(t *testing.T) {
	data, spis := messages(10)
	r := registry(t)
	for _, port := range []uint16{443, 80, 22, 53, 993, 10000, 40001} {
		for name, list := range map[string][]segment{
			"one segment":    cut(data),
			"the prefix":     cut(data, 1, 3, 6, 7),
			"in mid-capture": cut(data)[1:],
			"after another":  append([]segment{{syn: true}, {data: []byte("IKE is here")}, {at: 11, data: []byte("I")}}, cut(data, 100)...),
		} {
			answers := segment{data: bytes.TrimPrefix(data, []byte("IKETCP")), back: true}
			list = append(slices.Clone(list), answers)
			for i := range list {
				list[i].port = port
			}
			got, ikes := observeOn(r, nil, list)
			if want := append(slices.Clone(spis), spis...); !slices.Equal(got, want) || ikes != 2 {
				t.Errorf("port %d, %s: %d messages of IKE, SPIs %x", port, name, ikes, got)
			}
			if got, ikes := observeOn(r, stream.Ports{port: false}, list); got != nil || ikes > 0 {
				t.Errorf("port %d, %s, of another protocol: %d messages of IKE, SPIs %x", port, name, ikes, got)
			}
		}
	}
}

// Streams that begin otherwise are not followed: nothing of them is kept.
func TestOtherStreams(t *testing.T) {
	for _, text := range []string{"IKETCQ\x00\x0a", "I am no IKE", "GET / HTTP/1.1", "\x16\x03\x01"} {
		list := cut([]byte(text), 1)
		for i := range list {
			list[i].port = 443
		}
		if got, ikes := observeOn(registry(t), nil, list); got != nil || ikes > 0 {
			t.Errorf("%q: %d messages of IKE, SPIs %x", text, ikes, got)
		}
	}
}

func FuzzStream(f *testing.F) {
	data, _ := messages(5)
	r := registry(f)
	f.Add(data, uint8(10))
	f.Fuzz(func(_ *testing.T, data []byte, size uint8) {
		var at []int
		for i := int(size) + 1; i < len(data); i += int(size) + 1 {
			at = append(at, i)
		}
		observe(r, cut(data, at...))
	})
}
