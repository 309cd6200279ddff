package field

// A Space is a numbering in which a carrier says what it carries.
type Space uint8

const (
	None      Space = iota // no payload, or nobody says what it is
	Link                   // LINKTYPE_ of the capture
	EtherType              // IEEE 802 EtherType, also GRE's and Cisco HDLC's
	SAP                    // IEEE 802.2 service access point
	SNAP                   // OUI<<16 | PID
	PPP                    // PPP protocol number, RFC 1661
	NLPID                  // ISO/IEC TR 9577 network layer protocol identifier
	IPProto                // IP protocol number
	UDPPort
	TCPPort
	SCTPPort
	NonESP // behind the four zero bytes of RFC 3948, section 2.2
	Inner  // within one family of packages, which number them: see dissect/all
	spaces
)

// Spaces is how many numberings there are.
const Spaces = int(spaces)

// A Key says what a payload is.
type Key struct {
	Space Space
	Value uint64
}

// SNAPKey is the key of an organisation's protocol.
func SNAPKey(oui uint32, pid uint16) Key { return Key{SNAP, uint64(oui)<<16 | uint64(pid)} }

// Values of Inner: payloads that a carrier knows without a number on the wire.
const (
	InnerLLC uint64 = 1 + iota
	InnerEthernet
	InnerIPv4
	InnerIPv6
	InnerISAKMP
	InnerESP
	InnerKeepalive
	InnerERSPAN      // of type II or III, only ever behind GRE
	InnerERSPAN1     // behind GRE without a sequence number: no header of its own
	InnerCMD         // Cisco MetaData behind GRE, whose type stands first
	InnerEthernetFCS // an Ethernet frame with its frame check sequence
	InnerISL
	InnerSLARP
	InnerPWControlWord // the control word of an Ethernet pseudowire
	InnerPWChannel     // the associated channel of a pseudowire
	InnerWLAN          // an IEEE 802.11 frame behind CAPWAP
	InnerEAP           // within IKEv2
	InnerIKETCP        // a message of RFC 9329's stream
)

// AnyLink is the value under which Link leads to what reads packets of a link
// type that nothing else is bound to.
const AnyLink = 1 << 32

// Key is value in the numbering s.
func (s Space) Key(value uint64) Key { return Key{s, value} }
