package ike

import (
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Child is a pair of SAs of ESP or AH that an IKE SA made: what a quick mode
// or CREATE_CHILD_SA agreed on. Arrays of two are indexed by the Role in the
// exchange that made it: whoever sent its first message is its Initiator.
type Child struct {
	Parent    *SA
	By        Role // who that was in Parent
	MessageID uint32
	First     time.Time // of the exchange
	Ready     time.Time // zero: nobody answered
	Deleted   time.Time
	Protocol  uint8     // isakmp.ProtocolESP or ProtocolAH
	SPIs      [2]uint32 // on which each side receives
	isakmp.ChildPolicy
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Selectors   [2][]Selector // the traffic that is protected, behind each side
	Derived     bool          // its keys are known
	Why         string        // they are not
	Rekeys      *Child
	RekeyedTo   *Child
}

// Transport reports whether c protects the packets of its peers themselves, and
// not those of networks behind them.
func (c *Child) Transport() bool { return c.Mode.Transport() }
