package inet

import "github.com/pktscope/pktscope/dissect/field"

// Values of the checksum.status fields.
const (
	checksumBad        uint64 = 0
	checksumGood       uint64 = 1
	checksumUnverified uint64 = 2
	checksumAbsent     uint64 = 3
	checksumIllegal    uint64 = 4
)

// checksumName names the values of the checksum.status fields.
func checksumName(v uint64) string {
	switch v {
	case checksumBad:
		return "Bad"
	case checksumGood:
		return "Good"
	case checksumUnverified:
		return "Unverified"
	case checksumAbsent:
		return "Not present"
	case checksumIllegal:
		return "Illegal"
	}
	return ""
}

func appendChecksumStatus(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "Checksum Status: "...), checksumName(t.Nodes[i].Val)...)
}

// appendUDPTitle appends "User Datagram Protocol, Src Port: 40000, Dst Port: 53".
func appendUDPTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "User Datagram Protocol"...)
	b = appendChild(b, t, i, ", Src Port: ", udpSrcPort)
	return appendChild(b, t, i, ", Dst Port: ", udpDstPort)
}

// appendChild appends text and the value of the child of node i that is of
// field f, if there is one.
func appendChild(b []byte, t *field.Tree, i int, text string, f field.Field) []byte {
	if c := t.Child(i, f); c >= 0 {
		return t.AppendShow(append(b, text...), c)
	}
	return b
}

// appendUDPLength tells what is wrong with a length that cannot be.
func appendUDPLength(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(b, "Length: "...), v)
	if room := t.Next(i, udpRoom); room >= 0 {
		b = field.AppendUint(append(b, " (bogus, payload length "...), t.Nodes[room].Val)
		return append(b, ')')
	}
	if v < udpHeaderLen && t.Next(i, udpChecksum) < 0 {
		return append(b, " (bogus, must be >= 8)"...)
	}
	return b
}

// checksumStatus tells what the checksum, which was just read, is good for. What it says of
// a zero stands below the checksum.
func (m *UDP) checksumStatus(d *field.Decoder) {
	t := d.Tree()
	if t == nil || d.Bad() {
		return
	}
	if m.Checksum != 0 {
		d.GenerateAt(udpStatus, d.Off()-2, checksumUnverified)
		return
	}
	up := len(t.Nodes) - 1
	if t.Nodes[up].Def != udpChecksum.Def {
		return
	}
	if m.illegal() {
		d.Expert(udpNoSum, 0)
	}
	n := field.Node{Def: udpStatus, Val: checksumAbsent, Off: uint32(d.Off() - 2), Len: 2, Buf: t.Nodes[d.Up()].Buf, Flags: field.IsGenerated}
	if m.illegal() {
		n.Val, n.Len = checksumIllegal, 0
	}
	if t.Add(int32(up), n) >= 0 {
		t.Nodes[up].End = int32(len(t.Nodes))
	}
}

func appendUDPChecksum(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendHex(append(b, "Checksum: 0x"...), n.Val, 2)
	if n.Val != 0 {
		return append(b, " [unverified]"...)
	}
	if s := t.Child(i, udpStatus); s >= 0 && t.Nodes[s].Val == checksumIllegal {
		return append(b, " [zero-value illegal]"...)
	}
	return append(b, " [zero-value ignored]"...)
}

// appendPayload appends "UDP payload (16 bytes)".
func appendPayload(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), " ("...), uint64(n.Len))
	if n.Len == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// showPayload records the next n bytes, as far as they are there, as the
// carrier's payload. They are not read: they lie behind its header.
func showPayload(d *field.Decoder, f field.Field, n int) {
	t := d.Tree()
	n = min(n, d.Captured())
	if t == nil || d.Bad() || n <= 0 {
		return
	}
	i := int32(len(t.Nodes))
	d.Generate(f, 0)
	if int(i) < len(t.Nodes) {
		t.Nodes[i].Len, t.Nodes[i].Flags = uint32(n), field.IsBeyond
	}
}
