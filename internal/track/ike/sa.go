package ike

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// The roles and SPIs of an SA are the roles and SPIs of its messages.
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
	Interface string            // of its first message
	Peers     [2]netip.AddrPort // endpoints of its first message
	Now       [2]netip.AddrPort // endpoints of its last message: see follow
	State     State
	First     time.Time // of its first message
	Last      time.Time
	Ready     time.Time // when its state was Established, zero before
	Deleted   time.Time // when a peer deleted it, zero before
	Late      bool      // the capture begins after its first message
	Failure   Failure   // why it came to nothing, or ended without a deletion

	Messages    uint64
	Retransmits uint64 // of Messages: the same bytes once more
	FirstAgain  uint64 // of Retransmits: of the first message, before it was answered; they are not in Log
	Elsewhere   uint64 // of Messages: the same bytes in another view, for example behind a NAT
	Encrypted   uint64 // of Messages: with encrypted payloads

	Offers  [2][]isakmp.Offer // of each side, where it proposed any
	Vendors [2][][]byte       // vendor IDs
	NAT     natd.Detection
	IDs     [2]Identity         // identities of the peers, where they could be decoded
	Asked   Identity            // IKEv2: of the responder, as the initiator asked for it
	Auths   [2]ipsec.AuthMethod // IKEv2: methods of the AUTH payloads, where they could be decoded
	Methods [2][]Method         // how each side authenticates itself, in the order of its rounds (RFC 4739); empty: not known
	// Certificates are those of each side, in their order. Authorities are those of
	// which each side asks for certificates: names in DER, in IKEv2 hashes of keys.
	Certificates [2][]Certificate
	Authorities  [2][][]byte

	Childless bool // IKEv2: IKE_AUTH asked for no child SA (RFC 6023)
	// AuthLifetime is within how many seconds the initiator shall authenticate
	// again, by the responder: RFC 4478. It is 0 where that does not say.
	AuthLifetime uint32
	Configured   bool // IKEv1: with a transaction (XAUTH, Mode-Config)
	Floated      bool // to UDP 4500: RFC 3947, section 4; RFC 7296, section 2.23
	Moves        []Move
	Probes       Probes
	Unanswered   [2]Unanswered // by the side that waits
	Notices      []Notice
	Log          []Message // the first maxLog of Messages

	Replaces, ReplacedBy *SA    // by a rekey: RFC 7296, section 1.3.2; IKEv1: by a new phase 1
	SupersededBy         uint64 // ID of the SA whose INITIAL_CONTACT ended this one, 0: none
	Redundant            bool   // of two SAs by which both peers replaced one, this one came to nothing: RFC 7296, section 2.8.2
	Local                Role   // here, of the side that began the first of the SAs that replaced one another
	Children             []*Child

	Decrypted    uint64 // of Encrypted
	NotDecrypted uint64 // of Encrypted, though there are keys
	Proven       uint64 // HASH and AUTH payloads that are right
	Disproven    uint64 // and that are wrong

	unpaid         [2]int       // bytes of what each side has proposed that other SAs have as well
	begun          int          // of Tracker.begunBytes
	listed         int          // bytes of the lists in Log; kept as a sum, as adding up Log for each message is slow
	reassemblies   []reassembly // messages of which some fragments are there
	exchanges      []*negotiation
	entry          *saEntry // of Tracker.sas
	begunIn        *Tracker // that keeps it as a begun SA, nil: none
	seen           digests
	view           uint8     // of Now, index into seen.views
	probe          [2]uint32 // IKEv2: message ID of each side's last liveness check, plus 1
	authentic      [2]bool   // which peers have sent a message with both SPIs; a spoofer does not know both
	rekeys         [2]rekey  // by the side that requested them
	redundant      *SA       // the other one of two SAs that replaced this one at once
	pair           pair      // of Tracker.ready, zero before
	earlier, later *SA       // the SAs of the same pair
	wrongGroup     Failure   // INVALID_KE_PAYLOAD in IKE_SA_INIT, until the initiator begins again
	verdict        *verdict  // of Judge, nil: none
	told           turns     // to Tracker.Turned
	authentication authentication
	eap            eapRound
	old            bool    // the capture was there for a while before its first message, so that IKE_AUTH is long ago
	mobike         [2]bool // which peers support it: RFC 4555, section 3.1
}

// An Identity is an ID payload: RFC 2407, section 4.6.2; RFC 7296, section 3.5.
type Identity struct {
	Type uint8 // 0: it could not be decoded
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

// A Move is a change of a peer's address or port, by a NAT or by MOBIKE.
type Move struct {
	Time     time.Time
	Frame    uint64
	Role     Role
	From, To netip.AddrPort
}

// Probes are liveness checks: RFC 3706, and empty INFORMATIONAL exchanges of IKEv2
// (RFC 7296, section 2.4).
type Probes struct {
	Asked, Answered uint64
}

// A Notice is a notification that could be decoded.
type Notice struct {
	Time     time.Time
	Frame    uint64
	Role     Role  // the sender
	Version  uint8 // major version of the message
	Protocol uint8
	Type     isakmp.NotifyType
	SPI      []byte
	Wanted   ipsec.Group // by INVALID_KE_PAYLOAD
	Value    uint32      // seconds of AUTH_LIFETIME, requests of SET_WINDOW_SIZE
	Child    bool        // beside proposals of child SAs
}

// A Message is one message of an SA, for its ladder.
type Message struct {
	Frame     uint64
	Time      time.Time
	Role      Role // the sender
	Exchange  isakmp.Exchange
	Version   uint8  // major version; a peer may answer by another one
	Response  bool   // IKEv2
	Encrypted bool   // with encrypted payloads
	Decrypted bool   // and these were decrypted
	Again     bool   // a retransmission
	Of        uint64 // Again: the frame with the first copy
	ID        uint32
	Length    uint32 // in bytes, by its header
	Datagrams uint8  // fragments of IP in which it came, 0 for one datagram
	Fragment  uint16 // of Parts, IKEv2
	Parts     uint16
	Room      uint16        // IKEv2, not decrypted: bytes of payloads that it holds at most; 0: not known
	Group     ipsec.Group   // of its KE payload, IKEv2
	Proof     ipsec.Verdict // of its HASH or AUTH payload
	Payloads  []isakmp.PayloadType
	Notifies  []isakmp.NotifyType
	Said      *Said // nil: nothing more
}
