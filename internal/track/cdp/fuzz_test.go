package cdp_test

import (
	"encoding/binary"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/cdp"
)

// headers is how many bytes of a frame stand before the first TLV: Ethernet, LLC and
// SNAP, version, holdtime and checksum.
const headers = 14 + 8 + 4

// split returns the TLVs of an announcement.
func split(frame []byte) (parts []labtest.Part) {
	for b := frame[headers:]; len(b) >= 4; {
		n := min(int(binary.BigEndian.Uint16(b[2:])), len(b))
		if n < 4 {
			break
		}
		parts = append(parts, labtest.Part{Type: uint32(binary.BigEndian.Uint16(b)), Body: b[4:n]})
		b = b[n:]
	}
	return parts
}

// join makes a frame of TLVs.
func join(head []byte, parts []labtest.Part) []byte {
	b := append([]byte(nil), head...)
	for _, p := range parts {
		b = binary.BigEndian.AppendUint16(b, uint16(p.Type))
		b = binary.BigEndian.AppendUint16(b, uint16(4+len(p.Body)+p.Wrong))
		b = append(b, p.Body...)
	}
	binary.BigEndian.PutUint16(b[12:], uint16(len(b)-14))
	return b
}

// FuzzEdited edits the TLVs of real announcements: no panic, trees of whole nodes, and
// no more kept than the bound.
func FuzzEdited(f *testing.F) {
	const limit, ethernet = 4 << 10, 1
	var packets []capture.Packet
	for _, name := range []string{"16-cdp-topology-a.pcap", "49-cdp-faults.pcapng"} {
		for _, p := range labtest.Copies(f, "../../../fixtures/pcaps/"+name) {
			if p.Link == ethernet && len(p.Data) > headers && string(p.Data[17:22]) == "\x00\x00\x0c\x20\x00" {
				packets = append(packets, p)
			}
		}
	}
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Add([]byte{0, 0, 1, 0, 2, 0, 3, 0})
	f.Add([]byte("\x00\x01\x00\x00\x01\x02\x01\x01\x07\x02\x03\x02\x05\x09\x03\x03\x01\x1a\x02\x01\x06\x01\x01\x00\x02\xff"))
	f.Fuzz(func(t *testing.T, input []byte) {
		player.Restart()
		table := cdp.New(limit)
		c := labtest.NewChoices(input)
		for n := 0; n < 16 && c.Left(); n++ {
			frame := packets[c.Below(len(packets))].Data
			frame = join(frame[:headers], c.EditParts(split(frame)))
			frame[headers-4] ^= c.Byte() & 7 // the version
			p := player.Show(ethernet, "eth0", frame)
			table.Watch(p)
			p.AppendInfo(nil, nil)
			labtest.CheckTree(t, player.Tree())
		}
		for _, n := range table.All() {
			cdp.Announcement(n)
		}
		if table.Bytes() > limit && len(table.All()) > 1 {
			t.Errorf("%d bytes are kept", table.Bytes())
		}
	})
}
