// Package dissect takes packets apart: it knows which protocol follows which,
// and leaves each layer to the package of its protocol.
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

// Endpoints is a Message that tells the Source and Destination columns. What
// it appends nothing to is left to the layers below.
type Endpoints interface {
	AppendSource(b []byte) []byte
	AppendDestination(b []byte) []byte
}

// Titled is a Message whose Protocol column is not always its Proto's Short.
type Titled interface{ AppendProtocol(b []byte) []byte }

// Silent is a Message that may leave the columns to the layer below.
type Silent interface{ Silent() bool }

// Encrypted is a Message that may have been opened: the Info column tells what the
// packet inside was enciphered in.
type Encrypted interface{ AppendEncryption(b []byte) []byte }

// A Quoter is a Carrier whose payload is a packet told of, not sent: the one
// that an ICMP error returns. What is in it lies below the Quoter in the tree
// and leaves the columns alone.
type Quoter interface{ Quotes() bool }

// Nested is a Message that may be part of the layer below it, such as an
// extension header of IPv6: its lines lie below that one's.
type Nested interface{ Nested() bool }

// A Final is a Carrier that leads to no other protocol: what its payload is,
// where it has one, nobody knows.
type Final interface{ CarriesData() }

// A Keeper is a Carrier below which the bytes stand that nobody claims, such as
// what a ping sends. With others they stand at the top of the tree.
type Keeper interface{ KeepsData() }

// A Gathering is a Carrier whose payload may be part of a message that is longer
// than a packet: ok. proto is the filter name of the protocol of a message that
// ends with it, empty where none does.
type Gathering interface {
	Gathered() (proto string, ok bool)
}

// Trailing is a Carrier that may have bytes behind its payload. Trailer reads
// them, from where the layer above ended; it is only called for a tree.
type Trailing interface{ Trailer(d *field.Decoder) }

// Stateful is a Message on which other packets leave facts, such as the
// first sequence number of a TCP stream. Decode keeps them; a new packet
// starts without.
type Stateful interface{ ClearFacts() }

// Irregular is a Message that may have fields elsewhere than field.At says, or
// more of them.
type Irregular interface{ Irregular() bool }

// Printable is a Message whose summary may hold nothing that a packet could choose:
// only numbers, addresses and names of ours. It need not be searched for what
// would steer a terminal.
type Printable interface{ Printable() bool }
