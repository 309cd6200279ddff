package ike

import (
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Child is a pair of SAs of ESP or AH that a quick mode, IKE_AUTH or
// CREATE_CHILD_SA created. Arrays of two are indexed by the Role in that exchange:
// the sender of its first message is the Initiator.
type Child struct {
	Parent    *SA
	By        Role // the Initiator's role in Parent
	MessageID uint32
	First     time.Time // of the exchange
	Ready     time.Time // of the response, zero without
	Deleted   time.Time
	Protocol  uint8          // isakmp.ProtocolESP or ProtocolAH
	SPIs      [2]uint32      // on which each side receives
	Offers    []isakmp.Offer // what the Initiator proposed, also where the Responder refused
	isakmp.ChildPolicy
	IPComp      [2]Compression // of what each side receives: RFC 7296, section 2.22
	Label       string         // security label: RFC 9478
	PerCPU      bool           // it is one of several for the same traffic: RFC 9611
	CPU         []byte         // PerCPU: what the Initiator says of its resource, which only it understands
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Selectors   [2][]Selector // protected traffic, by the side behind which it is
	Derived     bool          // its keys were derived
	Why         string        // why they were not, if there are keys of Parent
	Rekeys      *Child
	RekeyedTo   *Child
}

// A Compression is what compresses the packets that a side receives, before ESP or
// AH protects them; the zero value: nothing.
type Compression struct {
	CPI       uint16
	Algorithm uint8 // RFC 2407, section 4.4.5; RFC 7296, section 3.10.1: 2 is DEFLATE
}

// Transport reports whether c is in transport mode: for packets of the peers
// themselves, not of networks behind them.
func (c *Child) Transport() bool { return c.Mode.Transport() }
