package link

import "pktscope/dissect/field"

// LLCKey leads to LLC, for which no number stands.
var LLCKey = field.Inner.Key(field.InnerLLC)

// EtherTypeName is Wireshark's name of an EtherType, "" where it has none.
func EtherTypeName(v uint64) string {
	switch v {
	case 0x0800:
		return "IPv4"
	}
	return ""
}
