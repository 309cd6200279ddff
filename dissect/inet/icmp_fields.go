package inet

import (
	"math"
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// ICMPProto declares the fields of ICMP.
var ICMPProto = field.NewProto("icmp", "ICMP", "Internet Control Message Protocol")

// RFC 792, and the RFCs that icmp_types.go names.
var (
	icmpBadSum    = badChecksum(ICMPProto, "icmp.checksum_bad")
	icmpExtBadSum = badChecksum(ICMPProto, "icmp.ext.checksum_bad")
	icmpTypeError = ICMPProto.Expert("icmp.type.error", "Type indicates an error", field.Note, field.OfResponse)
	icmpType      = ICMPProto.Uint8("icmp.type", "Type", field.Dec, field.Named(icmpTypeName))
	icmpCode      = ICMPProto.Uint8("icmp.code", "Code", field.Dec, field.Format(appendICMPCode))
	icmpChecksum  = ICMPProto.Uint16("icmp.checksum", "Checksum", field.Hex, checksumFormat(icmpStatus, icmpRight))
	icmpStatus    = ICMPProto.Generated("icmp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	icmpRight     = ICMPProto.Generated("pktscope.icmp.checksum", "Right checksum", field.Uint, field.Hex, 2, field.Hidden())
	icmpUnused    = ICMPProto.Bytes("icmp.unused", "Unused")
	icmpReserved  = ICMPProto.Bytes("icmp.reserved", "Reserved")
	icmpID        = ICMPProto.Uint16("icmp.ident", "Identifier (BE)", field.DecHex)
	icmpIDLE      = ICMPProto.Uint16("icmp.ident_le", "Identifier (LE)", field.DecHex)
	icmpSeq       = ICMPProto.Uint16("icmp.seq", "Sequence Number (BE)", field.DecHex)
	icmpSeqLE     = ICMPProto.Uint16("icmp.seq_le", "Sequence Number (LE)", field.DecHex)
	icmpRespTo    = ICMPProto.Generated("icmp.resp_to", "Request frame", field.FrameNum, field.Dec, 4)
	icmpRespTime  = ICMPProto.Generated("icmp.resptime", "Response time", field.Double, field.Dec, 8, field.Format(appendResponseTime))
	icmpMTU       = ICMPProto.Uint16("icmp.mtu", "MTU of next hop", field.Dec)
	icmpGateway   = ICMPProto.IPv4("icmp.redir_gw", "Gateway Address")
	icmpPointer   = ICMPProto.Uint8("icmp.pointer", "Pointer", field.Dec, field.TypeSize(4))
	icmpNumAddrs  = ICMPProto.Uint8("icmp.num_addrs", "Number of addresses", field.Dec)
	icmpEntry     = ICMPProto.Uint8("icmp.addr_entry_size", "Address entry size", field.Dec)
	icmpLifetime  = ICMPProto.Uint16("icmp.lifetime", "Lifetime", field.Dec, field.Format(appendLifetime))
	icmpRouter    = ICMPProto.IPv4("icmp.router_address", "Router address")
	icmpPref      = ICMPProto.Uint32("icmp.pref_level", "Preference level", field.Dec, signed)
	icmpOrigTime  = ICMPProto.Uint32("icmp.originate_timestamp", "Originate Timestamp", field.Dec, field.Format(appendMidnight))
	icmpRecvTime  = ICMPProto.Uint32("icmp.receive_timestamp", "Receive Timestamp", field.Dec, field.Format(appendMidnight))
	icmpSentTime  = ICMPProto.Uint32("icmp.transmit_timestamp", "Transmit Timestamp", field.Dec, field.Format(appendMidnight))
	icmpMask      = ICMPProto.IPv4("icmp.address_mask", "Address Mask")
	icmpLength    = ICMPProto.Uint8("icmp.length", "Length", field.Dec)
	icmpOriginal  = ICMPProto.Generated("icmp.length.original_datagram", "Length of original datagram", field.Uint, field.Dec, 1)
)

// signed makes an integer signed.
func signed(d *field.Def) { d.Kind = field.Int }

// icmpTypeName is the name of a type, "" where it has none.
func icmpTypeName(v uint64) string {
	if v < uint64(len(icmpTypeNames)) {
		return icmpTypeNames[v]
	}
	return ""
}

// appendICMPCode appends "Code: 3 (Port unreachable)", only the number where
// the type's codes have no names.
func appendICMPCode(b []byte, t *field.Tree, i int) []byte {
	code := uint8(t.Nodes[i].Val)
	b = field.AppendUint(append(b, "Code: "...), uint64(code))
	c := t.Child(int(t.Nodes[i].Parent), icmpType)
	if c < 0 {
		return b
	}
	if codes := ICMPType(t.Nodes[c].Val).codes(); codes != nil {
		b = append(appendCode(append(b, " ("...), codes, code), ')')
	}
	return b
}

// appendCode appends the name of a code.
func appendCode(b []byte, codes []string, code uint8) []byte {
	if int(code) < len(codes) && codes[code] != "" {
		return append(b, codes[code]...)
	}
	return field.AppendUint(append(b, "Unknown code: "...), uint64(code))
}

// appendResponseTime appends "Response time: 0.180 ms".
func appendResponseTime(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	b = strconv.AppendFloat(b, math.Float64frombits(t.Nodes[i].Val), 'f', 3, 64)
	return append(b, " ms"...)
}

func appendLifetime(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	return append(appendDuration(append(b, " ("...), t.Nodes[i].Val, 0), ')')
}

// appendMidnight appends milliseconds since midnight UTC in words.
func appendMidnight(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	v := t.Nodes[i].Val & 0x7fffffff // the upper bit says that it is not the standard's time
	b = appendDuration(append(b, " ("...), v/1000, v%1000)
	return append(b, " after midnight UTC)"...)
}

// appendDuration appends "1 day, 1 hour, 1 minute, 1.001 seconds".
func appendDuration(b []byte, seconds, millis uint64) []byte {
	if seconds == 0 && millis == 0 {
		return append(b, "0 seconds"...)
	}
	more := false
	for _, u := range [...]struct {
		size uint64
		name string
	}{{86400, " day"}, {3600, " hour"}, {60, " minute"}} {
		n := seconds / u.size
		seconds %= u.size
		if n == 0 {
			continue
		}
		if more {
			b = append(b, ", "...)
		}
		b = append(field.AppendUint(b, n), u.name...)
		if n > 1 {
			b = append(b, 's')
		}
		more = true
	}
	if seconds == 0 && millis == 0 {
		return b
	}
	if more {
		b = append(b, ", "...)
	}
	b = field.AppendUint(b, seconds)
	if millis > 0 {
		b = append(b, '.', '0'+byte(millis/100), '0'+byte(millis/10%10), '0'+byte(millis%10))
	} else if seconds == 1 {
		return append(b, " second"...)
	}
	return append(b, " seconds"...)
}
