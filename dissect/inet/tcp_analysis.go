package inet

import (
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// TCPMarks are what the numbers of a segment are beside those of the segments before
// it, by the rules of Wireshark's TCP analysis.
type TCPMarks uint16

// Marks in the order in which the Info column has them.
const (
	MarkReusedPorts TCPMarks = 1 << iota
	MarkZeroWindowProbeAck
	MarkZeroWindow
	MarkZeroWindowProbe
	MarkWindowUpdate
	MarkDuplicateAck
	MarkKeepAliveAck
	MarkKeepAlive
	MarkWindowFull
	MarkAckLost // acknowledges what was not captured
	MarkLost    // segments before it were not captured
	MarkOutOfOrder
	MarkRetransmission
	MarkSpurious // acknowledged before: beside MarkRetransmission
	MarkFast     // behind duplicate acknowledgements: likewise
)

// Repeats reports whether the data were in an earlier segment: no protocol is looked for
// in them.
func (m TCPMarks) Repeats() bool { return m&MarkRetransmission != 0 }

// A TCPAnalysis is what only the segments before it tell of one, beside the numbers in
// TCPFacts.
type TCPAnalysis struct {
	Marks          TCPMarks
	Partial        bool          // acknowledges a part of a segment
	Ambiguous      bool          // acknowledges a segment that was sent more than once
	Duplicate      uint32        // of MarkDuplicateAck: the how manieth it is
	DuplicateFrame uint64        // the first acknowledgement of the same
	AcksFrame      uint64        // the segment that is acknowledged; 0: none, or not looked for
	AckRTT         time.Duration // since that segment
	InFlight       uint32        // bytes that are not acknowledged, with this segment's
	Pushed         uint32        // bytes since the last PSH
	RTO            time.Duration // of a retransmission: since the segment in RTOFrame
	RTOFrame       uint64
	Runs           uint32 // of sequence numbers without gaps, in the segment's direction so far
	OtherRuns      uint32 // in the other direction
	Counted        bool   // Runs and OtherRuns are known
}

// none reports whether there is nothing to tell but Runs.
func (a TCPAnalysis) none() bool {
	a.Runs, a.OtherRuns, a.Counted = 0, 0, false
	return a == TCPAnalysis{}
}

// A tcpMark is a mark's field with its label, and its text in the Info column.
type tcpMark struct {
	mark TCPMarks
	def  *field.Def
	info string
}

func tcpMarkOf(mark TCPMarks, name string, s field.Severity, info, label string) tcpMark {
	return tcpMark{mark, TCPProto.Expert("tcp.analysis."+name, label, s, field.OfSequence), info}
}

// tcpMarks are the marks in the order of the Info column; the tree has the reverse.
var tcpMarks = [...]tcpMark{
	tcpMarkOf(MarkReusedPorts, "reused_ports", field.Note, "Port numbers reused", "A new tcp session is started with the same ports as an earlier session in this trace"),
	tcpMarkOf(MarkZeroWindowProbeAck, "zero_window_probe_ack", field.Note, "ZeroWindowProbeAck", "ACK to a TCP Zero Window Probe"),
	tcpMarkOf(MarkZeroWindow, "zero_window", field.Warning, "ZeroWindow", "TCP Zero Window segment"),
	tcpMarkOf(MarkZeroWindowProbe, "zero_window_probe", field.Note, "ZeroWindowProbe", "TCP Zero Window Probe"),
	tcpMarkOf(MarkWindowUpdate, "window_update", field.Chat, "Window Update", "TCP window update"),
	tcpMarkOf(MarkDuplicateAck, "duplicate_ack", field.Plain, "", "This is a TCP duplicate ack"),
	tcpMarkOf(MarkKeepAliveAck, "keep_alive_ack", field.Note, "Keep-Alive ACK", "ACK to a TCP keep-alive segment"),
	tcpMarkOf(MarkKeepAlive, "keep_alive", field.Note, "Keep-Alive", "TCP keep-alive segment"),
	tcpMarkOf(MarkWindowFull, "window_full", field.Warning, "Window Full", "TCP window specified by the receiver is now completely full"),
	tcpMarkOf(MarkAckLost, "ack_lost_segment", field.Warning, "ACKed unseen segment", "ACKed segment that wasn't captured (common at capture start)"),
	tcpMarkOf(MarkLost, "lost_segment", field.Warning, "Previous segment not captured", "Previous segment(s) not captured (common at capture start)"),
	tcpMarkOf(MarkOutOfOrder, "out_of_order", field.Warning, "Out-Of-Order", "This frame is a (suspected) out-of-order segment"),
	tcpMarkOf(MarkRetransmission, "retransmission", field.Note, "Retransmission", "This frame is a (suspected) retransmission"),
	tcpMarkOf(MarkSpurious, "spurious_retransmission", field.Note, "Spurious Retransmission", "This frame is a (suspected) spurious retransmission"),
	tcpMarkOf(MarkFast, "fast_retransmission", field.Note, "Fast Retransmission", "This frame is a (suspected) fast retransmission"),
}

// Fields of the analysis, in the tree's order.
var (
	tcpAnalysis  = TCPProto.None("tcp.analysis", "SEQ/ACK analysis")
	tcpAcksFrame = TCPProto.Generated("tcp.analysis.acks_frame", "This is an ACK to the segment in frame", field.FrameNum, field.Dec, 4)
	tcpPartial   = TCPProto.Expert("tcp.analysis.partial_ack", "Partial Acknowledgement of a segment", field.Note, field.OfSequence)
	tcpAmbiguous = TCPProto.Expert("tcp.analysis.ambiguous_ack", "Ambiguous ACK following Karn's definition", field.Note, field.OfSequence)
	tcpAckRTT    = TCPProto.Generated("tcp.analysis.ack_rtt", "The RTT to ACK the segment was", field.Relative, field.Dec, 8)
	tcpInitial   = TCPProto.Generated("tcp.analysis.initial_rtt", "iRTT", field.Relative, field.Dec, 8)
	tcpInFlight  = TCPProto.Generated("tcp.analysis.bytes_in_flight", "Bytes in flight", field.Uint, field.Dec, 4)
	tcpPushed    = TCPProto.Generated("tcp.analysis.push_bytes_sent", "Bytes sent since last PSH flag", field.Uint, field.Dec, 4)
	tcpFlagged   = TCPProto.None("tcp.analysis.flags", "TCP Analysis Flags")
	tcpRTO       = TCPProto.Generated("tcp.analysis.rto", "The RTO for this segment was", field.Relative, field.Dec, 8)
	tcpRTOFrame  = TCPProto.Generated("tcp.analysis.rto_frame", "RTO based on delta from frame", field.FrameNum, field.Dec, 4)
	tcpDupNumber = TCPProto.Generated("tcp.analysis.duplicate_ack_num", "Duplicate ACK #", field.Uint, field.Dec, 4)
	tcpDupFrame  = TCPProto.Generated("tcp.analysis.duplicate_ack_frame", "Duplicate to the ACK in frame", field.FrameNum, field.Dec, 4)
	tcpDupAgain  = TCPProto.Expert("tcp.analysis.duplicate_ack", "Duplicate ACK", field.Note, field.OfSequence, field.Format(appendDuplicate))

	// Wireshark calls the sender of a segment the server, whichever side it is.
	tcpClientRuns = TCPProto.Generated("tcp.stream.client.contiguity_count", "Client Contiguous Streams", field.Uint, field.Dec, 4)
	tcpServerRuns = TCPProto.Generated("tcp.stream.server.contiguity_count", "Server Contiguous Streams", field.Uint, field.Dec, 4)

	tcpSegmentData = TCPProto.Bytes("tcp.segment_data", "Retransmitted TCP segment data", field.Format(appendSegmentData))
	tcpSegment     = TCPProto.Bytes("tcp.segment_data", "TCP segment data", field.Format(appendSegmentData))
)

// generateAnalysis tells what m.Facts.Analysis holds, of the segment that begins at byte
// start.
func (m *TCP) generateAnalysis(d *field.Decoder, start int) {
	a := m.Facts.Analysis
	if a == nil || d.Tree() == nil {
		return
	}
	if !a.none() {
		m.generateNumbers(d, a, start)
	}
	if a.Counted {
		d.GenerateAt(tcpClientRuns, start, uint64(a.OtherRuns))
		d.GenerateAt(tcpServerRuns, start, uint64(a.Runs))
	}
}

// generateNumbers tells what its numbers are beside those before.
func (m *TCP) generateNumbers(d *field.Decoder, a *TCPAnalysis, start int) {
	top := d.BeginGenerated(tcpAnalysis, start)
	a.generateAck(d, start)
	if rtt := m.Facts.InitialRTT; rtt > 0 {
		d.GenerateAt(tcpInitial, start, uint64(rtt))
	}
	if a.InFlight > 0 {
		d.GenerateAt(tcpInFlight, start, uint64(a.InFlight))
	}
	if a.Pushed > 0 {
		d.GenerateAt(tcpPushed, start, uint64(a.Pushed))
	}
	if a.Marks != 0 {
		a.generateMarks(d, start)
	}
	if a.Marks&MarkDuplicateAck != 0 {
		d.GenerateAt(tcpDupNumber, start, uint64(a.Duplicate))
		sub := d.BeginGenerated(tcpDupFrame, start)
		d.Title(sub, a.DuplicateFrame)
		d.GenerateAt(tcpDupAgain, start, uint64(a.Duplicate))
		d.EndGenerated(sub)
	}
	d.EndGenerated(top)
}

func (a *TCPAnalysis) generateAck(d *field.Decoder, start int) {
	if a.AcksFrame == 0 {
		return
	}
	sub := d.BeginGenerated(tcpAcksFrame, start)
	d.Title(sub, a.AcksFrame)
	if a.Partial {
		d.GenerateAt(tcpPartial, start, 0)
	}
	if a.Ambiguous {
		d.GenerateAt(tcpAmbiguous, start, 0)
	}
	d.EndGenerated(sub)
	if a.AckRTT > 0 {
		d.GenerateAt(tcpAckRTT, start, uint64(a.AckRTT))
	}
}

func (a *TCPAnalysis) generateMarks(d *field.Decoder, start int) {
	sub := d.BeginGenerated(tcpFlagged, start)
	for i := len(tcpMarks) - 1; i >= 0; i-- {
		if a.Marks&tcpMarks[i].mark != 0 {
			d.GenerateAt(tcpMarks[i].def, start, 0)
		}
	}
	if a.RTOFrame != 0 {
		d.GenerateAt(tcpRTO, start, uint64(a.RTO))
		d.GenerateAt(tcpRTOFrame, start, a.RTOFrame)
	}
	d.EndGenerated(sub)
}

// appendMarks appends "[TCP Retransmission] " and its like, with which the Info column
// begins.
func (a *TCPAnalysis) appendMarks(b []byte) []byte {
	marks := a.Marks
	if marks&(MarkSpurious|MarkFast) != 0 {
		marks &^= MarkRetransmission
	}
	for i := range tcpMarks {
		switch m := &tcpMarks[i]; {
		case marks&m.mark == 0:
		case m.mark == MarkDuplicateAck:
			b = field.AppendUint(append(b, "[TCP Dup ACK "...), a.DuplicateFrame)
			b = append(field.AppendUint(append(b, '#'), uint64(a.Duplicate)), "] "...)
		default:
			b = append(append(append(b, "[TCP "...), m.info...), "] "...)
		}
	}
	return b
}

// generateSegmentData tells of data that were in an earlier segment.
func generateSegmentData(d *field.Decoder, n int) {
	if n = min(n, d.Captured()); n > 0 {
		d.Put(tcpSegmentData, d.Off(), n, 0)
	}
}

// generateSegment tells which of the segment's data are part of a longer message.
func (m *TCP) generateSegment(d *field.Decoder) {
	n := m.Len
	if m.Facts.Taken > 0 {
		n = m.Facts.Taken
	}
	if n = min(n, d.Captured()); n > 0 && m.Facts.Part != PartNone {
		d.Put(tcpSegment, d.Off(), n, 0)
	}
	if n = m.Facts.Tail; n > 0 && m.Len <= d.Captured() {
		d.Put(tcpSegment, d.Off()+m.Len-n, n, 0)
	}
}

// appendSegmentData appends "Retransmitted TCP segment data (10 bytes)".
func appendSegmentData(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), " ("...)
	b = field.AppendUint(b, uint64(t.Nodes[i].Len))
	if t.Nodes[i].Len == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// appendDuplicate appends "Duplicate ACK (#1)".
func appendDuplicate(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendUint(append(b, "Duplicate ACK (#"...), t.Nodes[i].Val), ')')
}
