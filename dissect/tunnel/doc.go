// Package tunnel dissects what carries one network through another: GRE with
// what only GRE knows (ERSPAN, WCCP's redirect header, Cisco MetaData), VXLAN,
// Geneve, the Network Service Header, LISP's data packets, Teredo and GTP-U.
package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// Keys of payloads that no number on the wire tells, or not alone.
var (
	// EthernetKey leads to an Ethernet frame without its check sequence.
	EthernetKey = field.NewKey("tunnel.ethernet")
	// ERSPANKey leads to ERSPAN of type II or III, which is only ever behind GRE.
	ERSPANKey = field.NewKey("tunnel.erspan")
	// ERSPAN1Key leads to ERSPAN of type I, which has no header of its own: it is
	// behind GRE without a sequence number.
	ERSPAN1Key = field.NewKey("tunnel.erspan1")
	// CMDKey leads to Cisco MetaData behind GRE, which begins with its EtherType.
	CMDKey = field.NewKey("tunnel.cmd")
)

// EtherTypes that a tunnel treats apart.
const (
	typeIPv4       = 0x0800
	typeIPv6       = 0x86dd
	typeARP        = 0x0806
	typeMPLS       = 0x8847
	typeBridging   = 0x6558 // transparent Ethernet bridging, RFC 1701
	typeFrameRelay = 0x6559 // raw frame relay, RFC 1701
	typeNHRP       = 0x2001
	typePPP        = 0x880b // RFC 2637
	typeWCCP       = 0x883e
	typeERSPAN     = 0x88be // types I and II
	typeERSPAN3    = 0x22eb
	typeCMD        = 0x8909
	typeNSH        = 0x894f
	typeVLAN       = 0x8100
	typeMPLSMany   = 0x8848
	protoNHRP      = 54  // IP protocol
	linkPPP        = 9   // LINKTYPE_
	linkFrameRelay = 107 // LINKTYPE_
)

// etherTypeKey leads to what t stands for.
func etherTypeKey(t uint16) field.Key { return field.EtherType.Key(uint64(t)) }

// appendEncapsulated appends the Info column of a carrier whose payload has
// no dissector.
func appendEncapsulated(b []byte, name string, t uint16) []byte {
	b = append(b, "Encapsulated "...)
	if name != "" {
		return append(b, name...)
	}
	return append(field.AppendHex(append(b, "0x"...), uint64(t), 2), " (unknown)"...)
}

// appendFlags appends the value of node i and the labels of its bits that are
// set, as the line of a flags field.
func appendFlags(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(append(b, t.Nodes[i].Def.Label...), ": "...), i)
	for c := int32(i) + 1; c < t.Nodes[i].End; c = t.Nodes[c].End {
		if n := &t.Nodes[c]; n.Def.Kind == field.Bool && n.Val != 0 {
			b = append(append(b, ", "...), n.Def.Label...)
		}
	}
	return b
}
