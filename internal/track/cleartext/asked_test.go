package cleartext_test

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// A talk is packets within a tunnel, of 10.1.0.1 to 10.2.0.1 unless they are back.
type talk struct {
	*cleartext.Tracker
	frame uint64
	at    time.Time
}

func (t *talk) see(back bool, what dissect.Message) {
	one, other := netip.MustParseAddr("10.1.0.1"), netip.MustParseAddr("10.2.0.1")
	if back {
		one, other = other, one
	}
	t.frame++
	t.at = t.at.Add(time.Second)
	t.Watch(&dissect.Packet{Number: t.frame, Time: t.at, Layers: []dissect.Layer{
		{Message: &inet.IPv4{}},
		{Message: &esp.Packet{Facts: esp.Facts{Plain: []byte{}}}},
		{Message: &inet.IPv4{Src: one, Dst: other, Length: 84}},
		{Message: what},
	}})
}

// asked is what is asked in one direction, without times.
func (t *talk) asked(back bool) cleartext.Asked {
	for p := range t.Pairs() {
		if p.Inside && (p.Src == netip.MustParseAddr("10.2.0.1")) == back && p.Asked != nil {
			return *p.Asked
		}
	}
	return cleartext.Asked{}
}

func decode(t *testing.T, m dissect.Message, b []byte) {
	if err := field.Decode(m, b, nil); err != nil {
		t.Fatal(err)
	}
}

// Who begins a connection sends its SYN again until it gets an answer (RFC 9293, section 3.8.1);
// what is asked is open until a packet comes that can only be there because it arrived.
func TestAsked(t *testing.T) {
	const ping, pong = inet.ICMPEcho, inet.ICMPEchoReply
	echo := func(kind inet.ICMPType) *inet.ICMP {
		m := new(inet.ICMP)
		decode(t, m, []byte{byte(kind), 0, 0, 0, 0, 1, 0, 1})
		return m
	}
	segment := func(src, dst uint16, flags inet.TCPFlags, seq, ack uint32) *inet.TCP {
		b := binary.BigEndian.AppendUint16(nil, src)
		b = binary.BigEndian.AppendUint16(b, dst)
		b = binary.BigEndian.AppendUint32(b, seq)
		b = binary.BigEndian.AppendUint32(b, ack)
		b = binary.BigEndian.AppendUint16(b, 5<<12|uint16(flags))
		m := new(inet.TCP)
		decode(t, m, append(b, 0, 0, 0, 0, 0, 0))
		return m
	}
	const syn, both, ack = inet.FlagSYN, inet.FlagSYN | inet.FlagACK, inet.FlagACK
	type packet struct {
		back bool
		what dissect.Message
	}
	for _, c := range []struct {
		name        string
		packets     []packet
		there, back cleartext.Asked
	}{
		{"pings without answers, while the other side pings and is answered", []packet{
			{false, echo(ping)}, {true, echo(ping)}, {false, echo(pong)}, {false, echo(ping)}, {true, echo(ping)}, {false, echo(pong)},
		}, cleartext.Asked{Pings: 2, Frame: 1, LastFrame: 4}, cleartext.Asked{Frame: 5, LastFrame: 5, ArrivedFrame: 6}},
		{"a ping is answered", []packet{{false, echo(ping)}, {false, echo(ping)}, {true, echo(pong)}, {false, echo(ping)}},
			cleartext.Asked{Pings: 1, Frame: 4, LastFrame: 4, ArrivedFrame: 3}, cleartext.Asked{}},
		{"an error of ICMP is an answer", []packet{{false, echo(ping)}, {true, echo(3)}}, cleartext.Asked{Frame: 1, LastFrame: 1, ArrivedFrame: 2}, cleartext.Asked{}},
		{"a SYN alone may be answered yet", []packet{{false, segment(1000, 80, syn, 7, 0)}}, cleartext.Asked{}, cleartext.Asked{}},
		{"a SYN again", []packet{{false, segment(1000, 80, syn, 7, 0)}, {false, segment(1000, 80, syn, 7, 0)}, {false, segment(1000, 80, syn, 7, 0)}},
			cleartext.Asked{SYNs: 3, Frame: 1, LastFrame: 3}, cleartext.Asked{}},
		{"another connection of the same ports", []packet{{false, segment(1000, 80, syn, 7, 0)}, {false, segment(1000, 80, syn, 9, 0)}},
			cleartext.Asked{}, cleartext.Asked{}},
		{"a SYN again that was answered: the answer does not arrive", []packet{
			{false, echo(ping)}, {true, segment(2000, 80, syn, 7, 0)}, {false, segment(80, 2000, both, 1, 8)}, {true, segment(2000, 80, syn, 7, 0)}, {false, segment(80, 2000, both, 1, 8)},
		}, cleartext.Asked{Pings: 1, Frame: 1, LastFrame: 1, Again: 1, AgainFrame: 4}, cleartext.Asked{ArrivedFrame: 3}},
		{"the answer arrives", []packet{
			{false, echo(ping)}, {true, segment(2000, 80, syn, 7, 0)}, {false, segment(80, 2000, both, 1, 8)}, {true, segment(2000, 80, ack, 8, 2)},
		}, cleartext.Asked{Frame: 1, LastFrame: 1, ArrivedFrame: 4}, cleartext.Asked{ArrivedFrame: 3}},
		{"data that is sent again acknowledges nothing new", []packet{
			{true, segment(80, 1000, ack, 5, 50)}, {false, echo(ping)}, {true, segment(80, 1000, ack, 5, 50)}, {true, segment(80, 1000, ack, 5, 50)},
		}, cleartext.Asked{Pings: 1, Frame: 2, LastFrame: 2}, cleartext.Asked{}},
		{"data that acknowledges more", []packet{
			{true, segment(80, 1000, ack, 5, 50)}, {false, echo(ping)}, {true, segment(80, 1000, ack, 5, 60)},
		}, cleartext.Asked{Frame: 2, LastFrame: 2, ArrivedFrame: 3}, cleartext.Asked{}},
	} {
		s := talk{Tracker: cleartext.New(0), at: time.Unix(1000, 0)}
		for _, p := range c.packets {
			s.see(p.back, p.what)
		}
		without := []cmp.Option{cmpopts.IgnoreUnexported(cleartext.Asked{}), cmpopts.IgnoreFields(cleartext.Asked{}, "Since", "Last", "Arrived", "AgainLast")}
		if diff := cmp.Diff(c.there, s.asked(false), without...); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := cmp.Diff(c.back, s.asked(true), without...); diff != "" {
			t.Errorf("%s, back: %s", c.name, diff)
		}
	}
}
