package link

import "github.com/pktscope/pktscope/dissect/field"

// Expert information on the header of a frame.
var (
	ethFromGroup = EthernetProto.Expert("eth.src_not_group", "Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)", field.Warning, field.OfProtocol)
	ethPastEnd   = EthernetProto.Expert("eth.len.past_end", "Length field value goes past the end of the payload", field.Failure, field.OfMalformed)
	ethNeither   = EthernetProto.Expert("eth.invalid_lentype.expert", "Invalid length/type", field.Warning, field.OfProtocol, field.Format(appendNeither))
)

// appendNeither appends "Invalid length/type: 0x05e6 (1510)".
func appendNeither(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Invalid length/type: 0x"...), v, 2)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}
