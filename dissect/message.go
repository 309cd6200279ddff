// Package dissect takes packets apart: it knows which protocol follows which,
// and leaves each layer to the package of its protocol.
//
// NewRegistry takes the bindings of protocols to their carriers (package all has
// pktscope's). NewEngine makes an Engine over the Registry, and Engine.Dissect
// fills a Packet with the layers of a frame: each is a struct of its protocol's
// package. Engine.Build makes a tree of the packet's fields, where one is wanted.
// The link type of a frame is the LINKTYPE_ value of the pcap and pcapng formats:
// 1 for Ethernet, 101 for raw IP.
//
// A Packet aliases the frame's bytes, and the memory of its messages belongs to an
// Arena. An Engine begins with one that is never reset. A program that reads many
// packets gives it another (Engine.Use), and resets that whenever it needs the
// packets so far no longer.
package dissect

import "github.com/pktscope/pktscope/dissect/field"

// A Message is one layer of a packet. The packages of the protocols satisfy
// it, and the interfaces below, without importing this one.
type Message interface {
	Proto() *field.Proto
	// Decode overwrites the message with the one that d stands at. What it
	// keeps of the packet aliases it.
	Decode(d *field.Decoder) error
	// AppendSummary appends the Info column.
	AppendSummary(b []byte, names *field.Names) []byte
}

// A Carrier is a Message that may wrap another protocol: Decode says where
// (Decoder.Payload) and Next what it is.
type Carrier interface {
	// Next is the i-th guess at the payload, from 0; the first that a
	// protocol is bound to counts. field.None ends the guesses.
	Next(i int) field.Key
}

// Endpoints is a Message with texts for the Source and Destination columns. A column
// that it appends nothing to is left to the layers below.
type Endpoints interface {
	AppendSource(b []byte) []byte
	AppendDestination(b []byte) []byte
}

// Titled is a Message whose Protocol column is not always its Proto's Short.
type Titled interface{ AppendProtocol(b []byte) []byte }

// Tentative is a Message found under a key that other protocols use as well. It
// declines bytes, after Decode, that are not its protocol's: they are of none then.
type Tentative interface{ Declines() bool }

// Yielding is a Message found by one port of a datagram that may be of the other port's
// protocol, by the bytes that it was read from; without such a protocol it stays.
type Yielding interface{ Yields() bool }

// Silent is a Message that may leave the columns to the layer below it.
type Silent interface{ Silent() bool }

// Encrypted is a Message whose payload is encrypted. AppendEncryption appends to
// the Info column of the packet inside what it was encrypted in, nothing if it
// could not be decrypted. Resume goes on where Decode has stopped, without a tree: it
// reads what a Decrypter has left on the Message since, as Decode would from the start.
type Encrypted interface {
	AppendEncryption(b []byte) []byte
	Resume(d *field.Decoder) error
}

// A Quoter is a Carrier whose payload may be a packet that it reports, as an ICMP
// error does, and not one that is sent. The layers of a quoted packet lie below
// the Quoter in the tree and do not fill columns.
type Quoter interface{ Quotes() bool }

// A TopCarrier is a Carrier whose payload stands at the top of the tree even
// where the Carrier is quoted, as Wireshark has it for all that UDP carries.
type TopCarrier interface{ CarriesToTop() }

// An EtherTyped is a Carrier that has an EtherType of its own, which
// frame.protocols names like a layer: "eth:ethertype:ip".
type EtherTyped interface{ NamesEtherType() }

// Pathed is a Message that has a say in frame.protocols: AppendPath appends its part
// of the list, such as "slow:lacp", and nothing for a protocol that Wireshark leaves out
// there. Of other messages it is the name of their Proto.
type Pathed interface{ AppendPath(b []byte) []byte }

// Nested is a Message that may be part of the layer below it, such as an
// extension header of IPv6: its lines lie below that one's.
type Nested interface{ Nested() bool }

// A Final is a Carrier whose payload, where it has one, no protocol is known for.
type Final interface{ CarriesData() }

// A Keeper is a Carrier below which a payload without a protocol stands, such as
// the data of a ping. That of other Carriers stands at the top of the tree.
type Keeper interface{ KeepsData() }

// A Gathering is a Carrier whose payload may be part of a message that is longer
// than a packet: ok. proto is the filter name of the protocol of a message that
// ends with it, empty where none does.
type Gathering interface {
	Gathered() (proto string, ok bool)
}

// Open is a Carrier without a length: it ends where what it carries does.
type Open interface{ EndsWithPayload() }

// Trailing is a Carrier that may have bytes behind its payload. Trailer reads
// them, from where the layer above ended; it is only called for a tree.
type Trailing interface{ Trailer(d *field.Decoder) }

// Stateful is a Message on which other packets leave facts, such as the
// first sequence number of a TCP stream. Decode keeps them; a new packet
// starts without.
type Stateful interface{ ClearFacts() }

// An Informant leaves facts on a message before it is read: what a tracker knows that
// adds the message to a packet.
type Informant interface{ Inform(m Message) }

// Blocked is a Message that may stand for a custom block of a pcapng file: with the
// private enterprise number of who made it, and whether programs may copy it. Both are
// facts.
type Blocked interface {
	SetBlock(pen uint32, private bool)
}

// Irregular is a Message that may have fields elsewhere than field.At says, or
// more of them.
type Irregular interface{ Irregular() bool }

// Printable is a Message whose summary may consist of numbers, addresses and
// names of ours alone. It holds no text of the packet's and need not be searched
// for what would steer a terminal.
type Printable interface{ Printable() bool }
