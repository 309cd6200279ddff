package ike

import (
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Child is a pair of SAs of ESP or AH that a quick mode, IKE_AUTH or
// CREATE_CHILD_SA created. Arrays of two are indexed by the Role in that exchange:
// the sender of its first message is the Initiator.
type Child struct {
	Parent    *SA  // that it belongs to: that made it, or that one's successor (RFC 7296, section 2.8)
	By        Role // the Initiator's role in Parent
	MessageID uint32
	First     time.Time      // of the exchange
	Ready     time.Time      // of the response, zero without
	Deleted   time.Time      // also with Parent, in IKEv2: RFC 7296, section 1.4.1
	Protocol  uint8          // isakmp.ProtocolESP or ProtocolAH
	SPIs      [2]uint32      // on which each side receives
	Offers    []isakmp.Offer // what the Initiator proposed, also where the Responder refused
	isakmp.ChildPolicy
	Asked       isakmp.EncapMode // the mode that the Initiator asked for
	IPComp      [2]Compression   // of what each side receives: RFC 7296, section 2.22
	Label       string           // security label: RFC 9478
	PerCPU      bool             // it is one of several for the same traffic: RFC 9611
	CPU         []byte           // PerCPU: what the Initiator says of its resource, which only it understands
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Selectors   [2][]Selector // protected traffic, by the side behind which it is
	Wider       [2][]Selector // that the Initiator asked for, where the Responder narrowed it: RFC 7296, section 2.9
	Derived     bool          // its keys were derived
	Why         string        // why they were not, if there are keys of Parent, or why they do not decrypt
	Given       string        // not derived: the lines of key files that have them, "" where none has
	Commit      bool          // IKEv1: a side waits for CONNECTED before it uses the child (RFC 2408, section 3.1)
	Connected   time.Time     // Commit: when that came
	Failure     Failure       // why it was not made
	Replaces    *Child
	ReplacedBy  *Child
	Redundant   bool // of two children by which both peers replaced one, this one came to nothing: RFC 7296, section 2.8.1
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

// A ChildState is what became of a Child.
type ChildState uint8

const (
	Installed ChildState = iota // it can be used
	Replaced                    // by ReplacedBy
	Gone                        // a peer has deleted it, or its IKE SA
	NotMade                     // the exchange failed
)

// String is the word of the JSON reports.
func (s ChildState) String() string {
	return [...]string{Installed: "installed", Replaced: "replaced", Gone: "deleted", NotMade: "failed"}[s]
}

// State is what became of c.
func (c *Child) State() ChildState {
	switch {
	case c.Failure.Failed():
		return NotMade
	case !c.Deleted.IsZero():
		return Gone
	case c.ReplacedBy != nil:
		return Replaced
	}
	return Installed
}
