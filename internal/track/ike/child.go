package ike

import (
	"net/netip"
	"time"
)

// A Child is a pair of SAs of ESP or AH that an IKE SA made: what a quick mode
// or CREATE_CHILD_SA agreed on. Arrays of two are indexed by the Role in the
// exchange that made it: whoever sent its first message is its Initiator.
type Child struct {
	Parent      *SA
	By          Role // who that was in Parent
	MessageID   uint32
	First       time.Time // of the exchange
	Ready       time.Time // zero: nobody answered
	Deleted     time.Time
	Protocol    uint8     // isakmp.ProtocolESP or ProtocolAH
	SPIs        [2]uint32 // on which each side receives
	Encryption  uint16    // IKEv1: transform ID; IKEv2: transform type 1
	KeyBits     uint16
	Integrity   uint16 // IKEv1: attribute 5; IKEv2: transform type 3
	Group       uint16 // of a key exchange of its own, 0 without one
	ESN         bool
	Mode        uint16 // IKEv1: attribute 4; IKEv2: 1 tunnel, 2 transport
	Seconds     uint64
	Kilobytes   uint64
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Selectors   [2][]Selector // the traffic that is protected, behind each side
	Rekeys      *Child
	RekeyedTo   *Child
}

// A Selector is a range of traffic: an identity of quick mode or a traffic
// selector of IKEv2.
type Selector struct {
	First, Last         netip.Addr
	Protocol            uint8 // 0: any
	PortFirst, PortLast uint16
}
