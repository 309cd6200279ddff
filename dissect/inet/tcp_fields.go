package inet

import (
	"math/bits"

	"github.com/pktscope/pktscope/dissect/field"
)

// To add an option: a line in tcpOptionKinds, its fields and its case in
// tcp_options.go, its words in tcp_summary.go.

// TCPProto declares the fields of TCP.
var TCPProto = field.NewProto("tcp", "TCP", "Transmission Control Protocol")

var _ = TCPProto.FormatBy(appendTCPTitle)

// RFC 9293, section 3.1, in wire order.
var (
	tcpSrcPort    = TCPProto.Uint16("tcp.srcport", "Source Port", field.Dec, field.At(0))
	tcpDstPort    = TCPProto.Uint16("tcp.dstport", "Destination Port", field.Dec, field.At(2))
	tcpStream     = TCPProto.Generated("tcp.stream", "Stream index", field.Uint, field.Dec, 4)
	tcpLen        = TCPProto.Generated("tcp.len", "TCP Segment Len", field.Uint, field.Dec, 4)
	tcpSeq        = TCPProto.Uint32("tcp.seq", "Sequence Number", field.Dec, field.Format(appendRelativeSeq))
	tcpSeqQuoted  = TCPProto.Uint32("tcp.seq", "Sequence Number", field.Dec)
	tcpSeqRaw     = TCPProto.Uint32("tcp.seq_raw", "Sequence Number (raw)", field.Dec)
	tcpNextSeq    = TCPProto.Generated("tcp.nxtseq", "Next Sequence Number", field.Uint, field.Dec, 4, field.Format(appendRelativeSeq))
	tcpAck        = TCPProto.Uint32("tcp.ack", "Acknowledgment Number", field.Dec, field.Format(appendRelativeAck))
	tcpAckRaw     = TCPProto.Uint32("tcp.ack_raw", "Acknowledgment number (raw)", field.Dec)
	tcpDataOffset = TCPProto.Uint8("tcp.hdr_len", "Header Length", field.Dec, field.Mask(0xf0), field.Scale(4), field.Format(appendDataOffset))
	tcpFlags      = TCPProto.Uint16("tcp.flags", "Flags", field.Hex, field.Mask(uint64(tcpFlagMask)), field.Format(appendFlags))
	tcpFlagsText  = TCPProto.Generated("tcp.flags.str", "TCP Flags", field.Text, field.Dec, 0)
	tcpWindow     = TCPProto.Uint16("tcp.window_size_value", "Window", field.Dec)
	tcpScaled     = TCPProto.Uint32("tcp.window_size", "Calculated window size", field.Dec)
	tcpFactor     = TCPProto.Generated("tcp.window_size_scalefactor", "Window size scaling factor", field.Int, field.Dec, 4, field.Format(appendFactor))
	tcpChecksum   = TCPProto.Uint16("tcp.checksum", "Checksum", field.Hex, field.Format(appendUnverified))
	tcpStatus     = TCPProto.Generated("tcp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	tcpUrgent     = TCPProto.Uint16("tcp.urgent_pointer", "Urgent Pointer", field.Dec)
	tcpPayload    = TCPProto.Bytes("tcp.payload", "TCP payload", field.Format(appendPayload))

	_ = TCPProto.Alias("tcp.port", "Source or Destination Port", tcpSrcPort, tcpDstPort).Stands(field.BehindAll)
)

// A tcpFlag is one of the bits of the flags, in the order of the wire.
type tcpFlag struct {
	def  field.Bit
	mask TCPFlags
	at   int // which byte of the two holds it

}

var tcpFlagBits = [...]tcpFlag{
	{tcpBit("tcp.flags.res", "Reserved", tcpReserved), tcpReserved, 0},
	{tcpBit("tcp.flags.ae", "Accurate ECN", FlagAE), FlagAE, 0},
	{tcpBit("tcp.flags.cwr", "Congestion Window Reduced", FlagCWR), FlagCWR, 1},
	{tcpBit("tcp.flags.ece", "ECN-Echo", FlagECE), FlagECE, 1},
	{tcpBit("tcp.flags.urg", "Urgent", FlagURG), FlagURG, 1},
	{tcpBit("tcp.flags.ack", "Acknowledgment", FlagACK), FlagACK, 1},
	{tcpBit("tcp.flags.push", "Push", FlagPSH), FlagPSH, 1},
	{tcpBit("tcp.flags.reset", "Reset", FlagRST), FlagRST, 1},
	{tcpBit("tcp.flags.syn", "Syn", FlagSYN), FlagSYN, 1},
	{tcpBit("tcp.flags.fin", "Fin", FlagFIN), FlagFIN, 1},
}

func tcpBit(name, label string, mask TCPFlags) field.Bit {
	return TCPProto.Bit(name, label, uint64(mask), field.Width(12), field.Named(field.SetNotSet))
}

// decodeFlags reads the data offset and the flags, which share a byte.
func (m *TCP) decodeFlags(d *field.Decoder) {
	off := d.Off()
	if h := d.Peek(2); h != nil {
		d.Put(tcpDataOffset, off, 1, uint64(m.HeaderLen))
		if m.HeaderLen < tcpHeaderLen {
			d.Expert(tcpHeaderBogus, uint64(m.HeaderLen))
		}
		m.Flags = (TCPFlags(h[0])<<8 | TCPFlags(h[1])) & tcpFlagMask
	}
	mark := d.Begin(tcpFlags)
	d.Title(mark, uint64(m.Flags))
	d.Skip(tcpFlags, 2)
	if d.Tree() != nil && !d.Bad() {
		for i := range tcpFlagBits {
			f := &tcpFlagBits[i]
			d.Put(f.def, off+f.at, 1, uint64(m.Flags&f.mask)>>bits.TrailingZeros16(uint16(f.mask)))
			m.expertFlag(d, f.mask)
		}
		var text [32]byte
		d.GenerateTextOver(tcpFlagsText, d.Off()-2, 2, m.Flags.appendLetters(text[:0]))
		m.expertClose(d)
	}
	d.End(mark)
}

// generateWindow tells the window in bytes and how it was scaled.
func (m *TCP) generateWindow(d *field.Decoder) {
	if d.Tree() == nil || d.Bad() {
		return
	}
	d.GenerateOver(tcpScaled, d.Off()-2, 2, uint64(m.ScaledWindow()))
	if m.Flags&FlagSYN != 0 || !m.Facts.Known {
		return
	}
	factor := int64(m.Facts.Shift)
	if factor >= 0 {
		factor = 1 << factor
	}
	d.GenerateOver(tcpFactor, d.Off()-2, 2, uint64(factor))
}
