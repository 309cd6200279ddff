package inet

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// IPv4Proto declares the fields of IPv4. To add one: declare it here, among
// the options in ipv4_option_fields.go, and read it where RFC 791 has it.
var IPv4Proto = field.NewProto("ip", "IPv4", "Internet Protocol Version 4")

var _ = IPv4Proto.FormatBy(formatIPv4)

// RFC 791, section 3.1.
var (
	ip4Version    = IPv4Proto.Uint8("ip.version", "Version", field.Dec, field.Mask(0xf0), field.Unmasked())
	ip4HeaderLen  = IPv4Proto.Uint8("ip.hdr_len", "Header Length", field.Dec, field.Mask(0x0f), field.Scale(4), field.Format(formatIPv4HeaderLen))
	ip4DSField    = IPv4Proto.Uint8("ip.dsfield", "Differentiated Services Field", field.Hex, field.Format(formatDSField), field.Bits(ip4DSCP, ip4ECN))
	ip4DSCP       = IPv4Proto.Uint8("ip.dsfield.dscp", "Differentiated Services Codepoint", field.Dec, field.Mask(0xfc), field.Named(ipDSCPName))
	ip4ECN        = IPv4Proto.Uint8("ip.dsfield.ecn", "Explicit Congestion Notification", field.Dec, field.Mask(0x03), field.Named(ipECNName))
	ip4Length     = IPv4Proto.Uint16("ip.len", "Total Length", field.Dec, field.Format(formatIPv4Length))
	ip4ID         = IPv4Proto.Uint16("ip.id", "Identification", field.HexDec)
	ip4Flags      = IPv4Proto.Uint8("ip.flags", "Flags", field.Hex, field.Mask(0xe0), field.Bits(ip4RB, ip4DF, ip4MF), field.Format(formatIPv4Flags))
	ip4RB         = IPv4Proto.Bit("ip.flags.rb", "Reserved bit", 0x80, field.Named(field.SetNotSet))
	ip4DF         = IPv4Proto.Bit("ip.flags.df", "Don't fragment", 0x40, field.Named(field.SetNotSet))
	ip4MF         = IPv4Proto.Bit("ip.flags.mf", "More fragments", 0x20, field.Named(field.SetNotSet))
	ip4FragOffset = IPv4Proto.Uint16("ip.frag_offset", "Fragment Offset", field.Dec, field.Mask(0x1fff), field.Format(formatIPv4FragOffset))
	ip4TTL        = IPv4Proto.Uint8("ip.ttl", "Time to Live", field.Dec, field.At(8))
	ip4Protocol   = IPv4Proto.Uint8("ip.proto", "Protocol", field.Dec, field.At(9), field.Named(ipproto.Name))
	ip4Checksum   = IPv4Proto.Uint16("ip.checksum", "Header Checksum", field.Hex, field.Format(formatIPv4Checksum))
	ip4Src        = IPv4Proto.IPv4("ip.src", "Source Address", field.At(12))
	ip4Dst        = IPv4Proto.IPv4("ip.dst", "Destination Address", field.At(16))

	ip4Stream         = IPv4Proto.Generated("ip.stream", "Stream index", field.Uint, field.Dec, 4)
	ip4ChecksumStatus = IPv4Proto.Generated("ip.checksum.status", "Header checksum status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(formatIPv4Status))

	_ = IPv4Proto.Alias("ip.addr", "Source or Destination Address", ip4Src, ip4Dst)
	_ = IPv4Proto.Host("ip.src_host", "Source Host", ip4Src)
	_ = IPv4Proto.Host("ip.dst_host", "Destination Host", ip4Dst)
	_ = IPv4Proto.Host("ip.host", "Source or Destination Host", ip4Src, ip4Dst)
)

func formatIPv4(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Internet Protocol Version 4"...)
	via := t.Child(i, ip4CurrentRoute)
	if via < 0 {
		return appendAddrs(b, t, i, ip4Src, ip4Dst)
	}
	b = t.AppendShow(append(b, ", Src: "...), t.Child(i, ip4Src))
	for c := i + 1; c < int(t.Nodes[i].End); c++ { // at the end of the source route
		if t.Is(c, ip4Dst) {
			b = t.AppendShow(append(b, ", Dst: "...), c)
		}
	}
	return t.AppendShow(append(b, ", Via: "...), via)
}

// appendAddrs appends both addresses of the header that is node i, if it has them.
func appendAddrs(b []byte, t *field.Tree, i int, srcField, dstField field.Field) []byte {
	src, dst := t.Child(i, srcField), t.Child(i, dstField)
	if src < 0 || dst < 0 {
		return b
	}
	b = t.AppendShow(append(b, ", Src: "...), src)
	return t.AppendShow(append(b, ", Dst: "...), dst)
}

func formatIPv4HeaderLen(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(t.AppendPattern(b, i), "Header Length: "...), v)
	return append(field.AppendUint(append(b, " bytes ("...), v/4), ')')
}

func formatIPv4Length(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Total Length: "...), n.Val)
	if raw := t.Bytes(i); len(raw) == 2 && raw[0]|raw[1] == 0 {
		return append(b, ` bytes (reported as 0, presumed to be because of "TCP segmentation offload" (TSO))`...)
	}
	if n.Parent < 0 {
		return b
	}
	if c := t.Child(int(n.Parent), ip4HeaderLen); c >= 0 && n.Val < t.Nodes[c].Val {
		b = append(b, " bytes (bogus, less than header length "...)
		b = append(field.AppendUint(b, t.Nodes[c].Val), ')')
	}
	return b
}

func formatIPv4Flags(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendNibbles(append(t.AppendPattern(b, i), "Flags: 0x"...), v, 1)
	for bit, name := range [...]string{"Reserved bit", "Don't fragment", "More fragments"} {
		if v&(4>>bit) != 0 {
			b = append(append(b, ", "...), name...)
		}
	}
	return b
}

// formatIPv4FragOffset tells bytes, though the field counts eights of them.
func formatIPv4FragOffset(b []byte, t *field.Tree, i int) []byte {
	return field.AppendUint(append(t.AppendPattern(b, i), "Fragment Offset: "...), t.Nodes[i].Val*8)
}

func formatIPv4Checksum(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendHex(append(b, "Header Checksum: 0x"...), t.Nodes[i].Val, 2)
	return append(b, " [validation disabled]"...)
}

func formatIPv4Status(b []byte, _ *field.Tree, _ int) []byte {
	return append(b, "Header checksum status: Unverified"...)
}
