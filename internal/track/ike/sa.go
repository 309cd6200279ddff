package ike

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// The sides of an SA and what names it, as its messages have them.
type (
	Role = isakmp.Role
	SPI  = isakmp.SPI
)

const (
	Initiator = isakmp.Initiator
	Responder = isakmp.Responder
)

// An SA is one IKE security association. Arrays of two are indexed by Role.
type SA struct {
	ID        uint64 // in the order of their first messages, from 1
	Version   uint8  // major version: 1 or 2
	Exchange  isakmp.Exchange
	Interface string            // where its first message was seen
	SPIs      [2]SPI            // zero: not seen
	Peers     [2]netip.AddrPort // where its first message was sent from and to
	Now       [2]netip.AddrPort // where its last one was
	State     State
	First     time.Time // of its first message
	Last      time.Time
	Ready     time.Time // when it could protect others, zero before
	Deleted   time.Time // when a peer told that it has forgotten it, zero before
	Late      bool      // the capture begins after its first message

	Messages    uint64
	Retransmits uint64 // of Messages: the same bytes once more
	Elsewhere   uint64 // of Messages: the same bytes at another place, such as behind a NAT
	Encrypted   uint64 // of Messages: some of it was enciphered

	Offers  [2][]Policy // what each side proposed, where it did
	Policy  *Policy     // what the responder chose, nil before
	Vendors [2][][]byte // vendor IDs
	NAT     natd.Detection
	IDs     [2]Identity         // who the peers say that they are, where it could be read
	Auths   [2]ipsec.AuthMethod // IKEv2: the method of each side's AUTH payload, where it could be read
	EAP     bool                // IKEv2: the responder asked for it
	// Intermediates are the IKE_INTERMEDIATE exchanges of RFC 9242 that could
	// be read.
	Intermediates int
	Configured    bool // IKEv1: there was a transaction
	Floated       bool // to UDP 4500: RFC 3947, section 4; RFC 7296, section 2.23
	Moves         []Move
	Probes        Probes
	Notices       []Notice
	Log           []Message // the first maxLog of Messages

	RekeyedFrom, RekeyedTo *SA
	Children               []*Child

	Decrypted    uint64 // of Encrypted: it was deciphered
	NotDecrypted uint64 // it was not, though there are keys
	Proven       uint64 // HASH and AUTH payloads that were right
	Disproven    uint64 // and that were wrong
	SharedKey    PSK

	hello     [2]Hello
	lock      lock
	open      []*negotiation
	entry     *bounded.Entry[[2]SPI, *SA] // of Tracker.sas
	seen      digests
	view      uint8     // that shows Now, of seen.views
	probe     [2]uint32 // IKEv2: the message ID that each side asked last with whether the other is there, plus 1
	authentic [2]bool   // who has sent a message that only that peer could send
	pair      peers     // under which it is among Tracker.ready
}

// A PSK is what came of checking pre-shared keys.
type PSK struct {
	Proof ipsec.Verdict
	Why   string // why nothing could be checked
	By    string // by which payload it was decided
}

// An Identity is who a peer says that it is: RFC 2407, section 4.6.2; RFC
// 7296, section 3.5.
type Identity struct {
	Type uint8 // 0: it could not be read
	Data []byte
}

// What is kept of one SA at most.
const (
	maxLog      = 256
	maxNotices  = 64
	maxMoves    = 64
	maxChildren = 1024
	maxVendors  = 32
	maxOffers   = 64
	maxListed   = 64 // payloads of a message in the ladder
)

// A Hello is what one side said in the clear in the exchange that began the SA,
// of which keys are made.
type Hello struct {
	SA          []byte      // body of its SA payload: RFC 2409, section 5, SAi_b
	Group       ipsec.Group // of KeyExchange; IKEv2
	KeyExchange []byte      // public value
	Nonce       []byte
	Identity    []byte // body of its ID payload, where it was in the clear
	Message     []byte // the whole message; IKEv2, which signs it
}

// Hello is what side r said in the clear.
func (s *SA) Hello(r Role) *Hello { return &s.hello[r] }

// A Move is a change of a peer's address or port: its NAT's doing, or MOBIKE's.
type Move struct {
	Time     time.Time
	Frame    uint64
	Role     Role
	From, To netip.AddrPort
}

// Probes are questions whether the other side is alive: RFC 3706, and empty
// INFORMATIONAL exchanges of IKEv2.
type Probes struct {
	Asked, Answered uint64
}

// A Notice is a notification that was read.
type Notice struct {
	Time     time.Time
	Frame    uint64
	Role     Role // who sent it
	Protocol uint8
	Type     isakmp.NotifyType
	SPI      []byte
}

// A Message is one message of an SA, for its ladder.
type Message struct {
	Frame     uint64
	Time      time.Time
	Role      Role // who sent it
	Exchange  isakmp.Exchange
	Response  bool   // IKEv2
	Encrypted bool   // some of it was enciphered
	Decrypted bool   // and deciphered
	Again     bool   // a retransmission
	Of        uint64 // Again: the frame that had the bytes first
	ID        uint32
	Fragment  uint16 // of Parts, IKEv2
	Parts     uint16
	Proof     ipsec.Verdict // of its HASH or AUTH payload
	Payloads  []isakmp.PayloadType
	Notifies  []isakmp.NotifyType
	Deletes   []uint8 // protocols
}
