package ike_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// Both sides of a NAT show the same negotiation: one SA, no peer moves, and it is
// known which is behind the NAT.
func TestViews(t *testing.T) {
	for _, name := range []string{"07-ikev1-nat-t", "07-ikev1-nat-t-pat"} {
		inside, link := ikeFrames(t, name+".pcap")
		outside, _ := ikeFrames(t, name+".outside.pcap")
		if len(inside) != 11 || len(outside) != 11 {
			t.Fatalf("%d and %d messages", len(inside), len(outside))
		}
		s, tr := newSender(t), ike.New(nil, ike.Limits{})
		for i := range inside {
			first, second := inside[i], outside[i]
			if i%3 == 1 {
				first, second = second, first
			}
			s.show(tr, first, link)
			s.show(tr, second, link)
		}
		if n, half := tr.Len(); n != 1 || half != 0 {
			t.Fatalf("%s: %d SAs, %d unanswered", name, n, half)
		}
		for x := range tr.SAs() {
			if x.Messages != 22 || x.Elsewhere != 11 || x.Retransmits != 0 || len(x.Moves) > 0 || !x.Floated || x.NAT.Translated != [2]bool{true, false} {
				t.Errorf("%s: %d messages, %d elsewhere, %d again, moves %v, floated %v, translated %v",
					name, x.Messages, x.Elsewhere, x.Retransmits, x.Moves, x.Floated, x.NAT.Translated)
			}
		}
	}
}

// ikeFrames are the frames of a capture that hold a message of IKE.
func ikeFrames(t *testing.T, name string) (out [][]byte, link uint32) {
	list, link := frames(t, name)
	for _, f := range list {
		const udp = 14 + 20
		if len(f) < udp+8+28 || f[23] != 17 {
			continue
		}
		if m := f[udp+8:]; f[36] == 1 && f[37] == 0xf4 || f[34] == 1 && f[35] == 0xf4 || string(m[:4]) == "\x00\x00\x00\x00" {
			out = append(out, f)
		}
	}
	return out, link
}

// A peer that goes on from another address has moved: RFC 4555, or its NAT.
func TestMoves(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.port = 4500
	k.prove(1, nil)
	k.ip[0] = 10<<24 | 77
	k.say(37, ike.Initiator, false, 2)
	k.say(37, ike.Responder, true, 2)
	s := k.sas()[0]
	if !s.Floated || len(s.Moves) != 1 || s.Moves[0].Role != ike.Initiator || s.Moves[0].From.String() != "10.0.0.1:4500" || s.Moves[0].To.String() != "10.0.0.77:4500" {
		t.Errorf("floated %v, moves %v", s.Floated, s.Moves)
	}
	k.sound(s, 2)
}
