package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Keys of payloads that have no number on the wire.
var (
	EthernetKey = field.NewKey("longtail.ethernet") // CAPWAP's, without a check sequence
	LLCKey      = field.NewKey("longtail.llc")      // of an IEEE 802.11 frame
	IPv4Key     = field.NewKey("longtail.ipv4")
	IPv6Key     = field.NewKey("longtail.ipv6")
	wlanKey     = field.NewKey("longtail.wlan") // an IEEE 802.11 frame within CAPWAP

	contentKey = field.NewKey("longtail.content") // bytes of no protocol
)
