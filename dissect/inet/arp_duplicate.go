package inet

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// What the tree says behind a packet of ARP of an address that another station has used, too.
var (
	arpDuplicate      = ARPProto.Scope("Duplicate IP address", field.Format(formatARPDuplicate))
	arpDuplicateFrame = ARPProto.Generated("arp.duplicate-address-frame", "Frame showing earlier use of IP address", field.FrameNum, field.Dec, 4)
	arpDuplicateAgo   = ARPProto.Generated("arp.seconds-since-duplicate-address-frame", "Seconds since earlier frame seen", field.Uint, field.Dec, 4)
	arpDuplicateUse   = ARPProto.Expert("arp.duplicate-address-detected", "Duplicate IP address configured", field.Warning, field.OfSequence, field.Format(formatARPUse))
)

// duplicates adds what the facts say of both addresses, to the packet that begins at byte start.
func (m *ARP) duplicates(d *field.Decoder, start int) {
	if d.Tree() == nil || d.Bad() {
		return
	}
	m.duplicate(d, start, m.SenderProto, m.SenderHW, &m.Facts.Sender)
	m.duplicate(d, start, m.TargetProto, m.TargetHW, &m.Facts.Target)
}

func (m *ARP) duplicate(d *field.Decoder, start int, ip, mac []byte, other *ARPOther) {
	if other.Frame == 0 {
		return
	}
	var text [128]byte
	b := field.AppendIPv4(append(text[:0], "Duplicate IP address detected for "...), [4]byte(ip))
	b = field.AppendBytes(append(b, " ("...), mac, ':')
	b = field.AppendBytes(append(b, ") - also in use by "...), other.MAC[:], ':')
	b = field.AppendUint(append(b, " (frame "...), other.Frame)
	mark := d.BeginGenerated(arpDuplicate, start)
	d.TitleText(mark, append(b, ')'))
	d.GenerateAt(arpDuplicateFrame, start, other.Frame)
	d.Expert(arpDuplicateUse, uint64(be32(ip)))
	d.GenerateAt(arpDuplicateAgo, start, uint64(max(other.Ago, 0)))
	d.EndGenerated(mark)
}

func formatARPDuplicate(b []byte, t *field.Tree, i int) []byte { return append(b, t.Text(i)...) }

// formatARPUse appends "Duplicate IP address configured (10.0.0.1)".
func formatARPUse(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), " ("...)
	var a [4]byte
	binary.BigEndian.PutUint32(a[:], uint32(n.Val))
	return append(field.AppendIPv4(b, a), ')')
}

// appendDuplicate appends to Info that an address of the packet is another station's, too: the
// target's, which Wireshark tells where both are.
func (m *ARP) appendDuplicate(b []byte) []byte {
	ip := m.TargetProto
	switch {
	case m.Facts.Target.Frame != 0:
	case m.Facts.Sender.Frame != 0:
		ip = m.SenderProto
	default:
		return b
	}
	return append(m.appendProto(append(b, " (duplicate use of "...), ip), " detected!)"...)
}
