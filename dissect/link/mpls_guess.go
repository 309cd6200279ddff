package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// An mplsPayload is what stands below a label stack. No field says it: only
// the routers that agreed on the label know.
type mplsPayload uint8

const (
	mplsUnknown mplsPayload = iota
	mplsIPv4
	mplsIPv6
	mplsEthernet
	mplsControlWord // of an Ethernet pseudowire
	mplsChannel     // a pseudowire's associated channel
)

func (p mplsPayload) key() field.Key {
	switch p {
	case mplsIPv4:
		return IPv4Key
	case mplsIPv6:
		return IPv6Key
	case mplsEthernet:
		return EthernetKey
	case mplsControlWord:
		return ControlWordKey
	case mplsChannel:
		return ChannelKey
	}
	return field.Key{}
}

// guessLen is how much of the payload a guess looks at: a control word, an Ethernet
// header, and one of LLC.
const guessLen = controlWordLen + ethHeaderLen + llcHeaderLen

const (
	controlWordLen = 4
	llcHeaderLen   = 3 // both SAPs, and a control field of one byte
)

// guessMPLS guesses by the first four bits, as routers do that spread load:
// RFC 4928. Ethernet without a control word may begin with any bits, so a
// whole header with a type that is known comes first.
func guessMPLS(label uint32, b []byte) mplsPayload {
	if len(b) == 0 {
		return mplsUnknown
	}
	if label == labelGAL {
		return mplsChannel
	}
	switch nibble := b[0] >> 4; {
	case nibble == 4 && b[0]&15 >= 5:
		return mplsIPv4
	case nibble == 6 && !startsEthernet(b):
		return mplsIPv6
	case nibble == 0 && len(b) >= controlWordLen && startsEthernet(b[controlWordLen:]):
		return mplsControlWord
	case startsEthernet(b):
		return mplsEthernet
	case nibble == 0 && len(b) >= controlWordLen+ethHeaderLen:
		return mplsControlWord
	case nibble == 1:
		return mplsChannel
	case nibble == 4:
		return mplsIPv4
	}
	return mplsUnknown
}

// startsEthernet reports whether b begins as a frame between two stations, of a type that
// is known or with a length and LLC: CDP's and those of spanning trees.
func startsEthernet(b []byte) bool {
	if len(b) < ethHeaderLen || b[6]&1 != 0 {
		return false
	}
	typ, llc := uint64(b[12])<<8|uint64(b[13]), b[ethHeaderLen:]
	if typ <= maxLength {
		return typ >= llcHeaderLen && len(llc) >= llcHeaderLen && llc[0] == llc[1] && (llc[0] == sapSNAP || llc[0] == sapBPDU) && llc[2] == unnumberedInformation
	}
	return typ >= minType && ethertype.Name(typ) != ""
}
