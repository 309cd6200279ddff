package inet

import "github.com/pktscope/pktscope/dissect/field"

// Expert information on a segment by itself, and on who closes the connection.
var (
	tcpOpens       = TCPProto.Expert("tcp.connection.syn", "Connection establish request (SYN): server port ", field.Chat, field.OfSequence, field.Format(appendNumbered))
	tcpAccepts     = TCPProto.Expert("tcp.connection.synack", "Connection establish acknowledge (SYN+ACK): server port ", field.Chat, field.OfSequence, field.Format(appendNumbered))
	tcpFinishes    = TCPProto.Expert("tcp.connection.fin", "Connection finish (FIN)", field.Chat, field.OfSequence)
	tcpResets      = TCPProto.Expert("tcp.connection.rst", "Connection reset (RST)", field.Warning, field.OfSequence)
	tcpCloses      = TCPProto.Expert("tcp.connection.fin_active", "This frame initiates the connection closing", field.Note, field.OfSequence)
	tcpClosesToo   = TCPProto.Expert("tcp.connection.fin_passive", "This frame undergoes the connection closing", field.Note, field.OfSequence)
	tcpAckNoFlag   = TCPProto.Expert("tcp.ack.nonzero", "The acknowledgment number field is nonzero while the ACK flag is not set", field.Note, field.OfProtocol)
	tcpUrgNoFlag   = TCPProto.Expert("tcp.urgent_pointer.non_zero", "The urgent pointer field is nonzero while the URG flag is not set", field.Note, field.OfProtocol)
	tcpHeaderBogus = TCPProto.Expert("tcp.bogus_header_length", "Bogus TCP header length", field.Failure, field.OfProtocol, field.Format(appendHeaderBogus))
	tcpNOPs        = TCPProto.Expert("tcp.nop", "4 NOP in a row - a router may have removed some options", field.Warning, field.OfProtocol)
	tcpNoMSS       = TCPProto.Expert("tcp.options.mss.absent", "The SYN packet does not contain a MSS option", field.Note, field.OfProtocol)
	tcpNoSACKPerm  = TCPProto.Expert("tcp.options.sack_perm.absent", "The SYN packet does not contain a SACK PERM option", field.Note, field.OfProtocol)
	tcpDuplicate   = TCPProto.Expert("tcp.options.sack.dsack", "D-SACK Sequence", field.Warning, field.OfSequence)
	tcpShiftOver   = TCPProto.Expert("tcp.options.wscale.shift.invalid", "Window scale shift exceeds 14", field.Warning, field.OfProtocol)
)

// expertFlag adds what there is to say of a flag that is set, below its field.
func (m *TCP) expertFlag(d *field.Decoder, flag TCPFlags) {
	switch {
	case m.Flags&flag == 0:
	case flag == FlagSYN && m.Flags&FlagACK != 0:
		d.Expert(tcpAccepts, uint64(m.SrcPort))
	case flag == FlagSYN:
		d.Expert(tcpOpens, uint64(m.DstPort))
	case flag == FlagFIN:
		d.Expert(tcpFinishes, 0)
	case flag == FlagRST:
		d.Expert(tcpResets, 0)
	}
}

// expertClose says, below the letters of the flags, which side closes first.
func (m *TCP) expertClose(d *field.Decoder) {
	switch m.Facts.Close {
	case CloseActive:
		d.Expert(tcpCloses, 0)
	case ClosePassive:
		d.Expert(tcpClosesToo, 0)
	}
}

// expertOptions says which options a SYN with options lacks.
func (m *TCP) expertOptions(d *field.Decoder) {
	if m.Flags&FlagSYN == 0 {
		return
	}
	var mss, sack bool
	for o, size := m.option(0); size > 0; o, size = m.option(o.off + size) {
		mss, sack = mss || o.kind == tcpMSS, sack || o.kind == tcpSACKPerm
	}
	if !mss {
		d.GenerateAt(tcpNoMSS, d.Off(), 0)
	}
	if !sack {
		d.GenerateAt(tcpNoSACKPerm, d.Off(), 0)
	}
}
