package ike

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
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
	decrypt.Transcript

	ID        uint64 // in the order of their first messages, from 1
	Exchange  isakmp.Exchange
	Interface string            // where its first message was seen
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
	Encrypted   uint64 // of Messages: some of it was encrypted

	Offers     [2][]isakmp.Policy // what each side proposed, where it did
	Vendors    [2][][]byte        // vendor IDs
	NAT        natd.Detection
	IDs        [2]Identity         // who the peers say that they are, where it could be read
	Auths      [2]ipsec.AuthMethod // IKEv2: the method of each side's AUTH payload, where it could be read
	Configured bool                // IKEv1: there was a transaction
	Floated    bool                // to UDP 4500: RFC 3947, section 4; RFC 7296, section 2.23
	Moves      []Move
	Probes     Probes
	Notices    []Notice
	Log        []Message // the first maxLog of Messages

	RekeyedFrom, RekeyedTo *SA
	Children               []*Child

	Decrypted    uint64 // of Encrypted: it was decrypted
	NotDecrypted uint64 // it was not, though there are keys
	Proven       uint64 // HASH and AUTH payloads that were right
	Disproven    uint64 // and that were wrong

	fragments []pieces // messages of which some fragments are there
	exchanges []*negotiation
	entry     *bounded.Entry[[2]SPI, *SA] // of Tracker.sas
	seen      digests
	view      uint8     // that shows Now, of seen.views
	probe     [2]uint32 // IKEv2: the message ID that each side asked last with whether the other is there, plus 1
	authentic [2]bool   // who has sent a message that only that peer could send
	pair      peers     // under which it is among Tracker.ready
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
	Encrypted bool   // some of it was encrypted
	Decrypted bool   // and decrypted
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
