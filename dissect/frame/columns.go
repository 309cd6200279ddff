package frame

import "github.com/pktscope/pktscope/dissect/field"

// ColumnsProto declares the columns of the packet list as fields: they are text, and
// what it says depends on how the list is printed. No tree holds them.
var ColumnsProto = declareColumns()

func declareColumns() *field.Proto {
	p := field.NewProto("_ws.col", "Columns", "Wireshark Columns")
	p.String("_ws.col.number", "Number")
	p.String("_ws.col.cls_time", "Time (format as specified)")
	p.String("_ws.col.def_src", "Source address")
	p.String("_ws.col.def_dst", "Destination address")
	p.String("_ws.col.protocol", "Protocol")
	p.String("_ws.col.packet_length", "Packet length (bytes)")
	p.String("_ws.col.info", "Information")
	return p
}
