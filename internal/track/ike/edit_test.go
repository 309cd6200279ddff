package ike_test

import (
	"encoding/binary"
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ike"
)

const (
	headerSize  = 28
	nextPayload = 16 // of the header, RFC 7296, section 3.1
	genericSize = 4  // next payload, reserved, length: section 3.2
)

// split returns the payloads behind one another of which the first has that type.
func split(first byte, b []byte) (parts []labtest.Part) {
	for first != 0 && len(b) >= genericSize {
		n := int(binary.BigEndian.Uint16(b[2:]))
		if n < genericSize || n > len(b) {
			break
		}
		parts = append(parts, labtest.Part{Type: uint32(first), Body: b[genericSize:n]})
		first, b = b[0], b[n:]
	}
	return parts
}

// join is the reverse of split.
func join(parts []labtest.Part) (first byte, b []byte) {
	for i, p := range parts {
		next := byte(0)
		if i+1 < len(parts) {
			next = byte(parts[i+1].Type)
		}
		b = binary.BigEndian.AppendUint16(append(b, next, 0), uint16(genericSize+len(p.Body)+p.Wrong))
		b = append(b, p.Body...)
	}
	if len(parts) > 0 {
		first = byte(parts[0].Type)
	}
	return first, b
}

// Types of payloads whose body has elements of the same form, behind some bytes of its
// own: security associations of either version, and what a proposal is called within.
var within = map[uint32]struct {
	head  int
	first byte
}{1: {8, 2}, 33: {0, 2}, 2: {4, 3}}

// edit changes payloads, and proposals and transforms within.
func edit(c *labtest.Choices, parts []labtest.Part) []labtest.Part {
	parts = c.EditParts(parts)
	for i := range parts {
		p := &parts[i]
		in, ok := within[p.Type]
		if !ok || len(p.Body) < in.head || c.Byte()&3 != 0 {
			continue
		}
		_, b := join(edit(c, split(in.first, p.Body[in.head:])))
		p.Body = append(p.Body[:in.head:in.head], b...)
	}
	return parts
}

// FuzzEdited edits the payloads of real messages: no panic, trees of whole nodes, and no
// more kept than the bound.
func FuzzEdited(f *testing.F) {
	type message struct {
		from byte
		data []byte
	}
	var all []message
	for _, name := range []string{"01-ikev1-main-seed", "03-ikev1-aggressive-3des-md5", "05-ikev1-phase1-no-proposal", "08-ikev2-aes128gcm-ecp256", "46-ikev2-eap", "48-ikev2-offer-many-transforms"} {
		for b := messages(f, name); len(b) > 3; {
			n := 3 + int(binary.BigEndian.Uint16(b[1:]))
			if n > 3+headerSize {
				all = append(all, message{b[0], b[3:n]})
			}
			b = b[n:]
		}
	}
	f.Add([]byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x02\x00\x00\x00"))
	f.Add([]byte("\x08\x00\x01\x00\x02\x00\x00\x00\x05\x03\x21\x00\x01\x01\x06\x02\x04\x00\x01"))
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Fuzz(func(t *testing.T, input []byte) {
		tr := ike.New(keys.NewRing(&keys.Set{}), ike.Limits{Bytes: fuzzLimit})
		player.Restart()
		c := labtest.NewChoices(input)
		var frame []byte
		for n := 0; n < 8 && c.Left(); n++ {
			x := all[c.Below(len(all))]
			parts := edit(c, split(x.data[nextPayload], x.data[headerSize:]))
			m := append([]byte(nil), x.data[:headerSize]...)
			first, b := join(parts)
			m[nextPayload], m = first, append(m, b...)
			if choice := c.Byte(); choice&1 != 0 {
				m = c.Edit(m)
			}
			if len(m) >= headerSize {
				binary.BigEndian.PutUint32(m[24:], uint32(len(m)))
			}
			ip := [2]uint32{10<<24 | 1, 10<<24 | 2}
			frame = datagram(frame[:0], ip[x.from&1], ip[1-x.from&1], 500, 500, m)
			p := player.Show(rawIP, "wan0", frame)
			tr.Observe(player.Engine, p)
			p.AppendInfo(nil, nil)
			labtest.CheckTree(t, player.Tree())
		}
		if n, _ := tr.Len(); tr.Bytes() > fuzzLimit && n > 1 {
			t.Fatalf("%d bytes are kept", tr.Bytes())
		}
		for x := range tr.SAs() {
			if x.Messages == 0 || x.Encrypted > x.Messages {
				t.Errorf("%d messages, %d encrypted", x.Messages, x.Encrypted)
			}
		}
	})
}
