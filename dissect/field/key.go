package field

import "strconv"

// A Space is a numbering in which a carrier says what it carries.
type Space uint8

const (
	None      Space = iota // no payload, or nothing says what it is
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
	Private // a carrier's own: NewKey
	spaces
)

// Spaces is how many numberings there are.
const Spaces = int(spaces)

// A Key says what a payload is: a number on the wire, or what its carrier knows
// without one. Keys are compared with ==.
type Key struct {
	Space Space
	Value uint64

	name *string // of a key that NewKey made
}

// NewKey makes the key of a payload that its carrier knows without a number of
// a Space: what is within ESP in UDP, say. It belongs to the carrier's package,
// which keeps it in a variable; it equals no other key, not even one of that
// name. A carrier that numbers its payloads by itself sets the Value of copies.
func NewKey(name string) Key { return Key{Space: Private, name: &name} }

// SNAPKey is the key of an organisation's protocol.
func SNAPKey(oui uint32, pid uint16) Key {
	return Key{Space: SNAP, Value: uint64(oui)<<16 | uint64(pid)}
}

// AnyLink is the value under which Link leads to what reads packets of a link
// type that nothing else is bound to.
const AnyLink = 1 << 32

// JournalLink is the value under which Link leads to what reads entries of systemd's
// journal, which are no packets and have no link type.
const JournalLink = 1<<32 - 2

// Key is value in the numbering s.
func (s Space) Key(value uint64) Key { return Key{Space: s, Value: value} }

// String names the key for errors: "EtherType 0x800", "nat.esp".
func (k Key) String() string {
	if k.name != nil {
		if k.Value == 0 {
			return *k.name
		}
		return *k.name + " " + strconv.FormatUint(k.Value, 10)
	}
	return k.Space.String() + " 0x" + strconv.FormatUint(k.Value, 16)
}

// String is the name of the numbering.
func (s Space) String() string {
	names := [Spaces]string{"none", "link type", "EtherType", "SAP", "SNAP", "PPP", "NLPID", "IP protocol", "UDP port", "TCP port", "SCTP port", "private"}
	if int(s) < len(names) {
		return names[s]
	}
	return "space " + strconv.Itoa(int(s))
}
