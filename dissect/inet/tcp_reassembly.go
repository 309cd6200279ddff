package inet

import "github.com/pktscope/pktscope/dissect/field"

// tcpReassembly is the fields of a message over several segments, below its last one.
var tcpReassembly = &ipReassembly{
	whole:      field.Bytes{Def: TCPProto.None("tcp.segments", "Reassembled TCP Segments", field.Format(formatFragments))},
	fragment:   TCPProto.Generated("tcp.segment", "TCP Segment", field.FrameNum, field.Dec, 4, field.Format(formatFragment)),
	broken:     TCPProto.Generated("tcp.segment.error", "Reassembling error", field.FrameNum, field.Dec, 4, field.Format(formatFragment)),
	overlap:    tcpSegmentFlag("overlap", "Segment overlap"),
	conflict:   tcpSegmentFlag("overlap.conflict", "Conflicting data in segment overlap"),
	tooLong:    tcpSegmentFlag("toolongfragment", "Segment too long"),
	secondTail: tcpSegmentFlag("multipletails", "Multiple tail segments found"),
	count:      TCPProto.Generated("tcp.segment.count", "Segment count", field.Uint, field.Dec, 4),
	length:     TCPProto.Generated("tcp.reassembled.length", "Reassembled TCP length", field.Uint, field.Dec, 4),
	data:       TCPProto.Bytes("tcp.reassembled.data", "Reassembled TCP Data"),
}

func tcpSegmentFlag(name, label string) *field.Def {
	return TCPProto.Generated("tcp.segment."+name, label, field.Bool, field.Dec, 1)
}
