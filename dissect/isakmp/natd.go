package isakmp

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// What the hashes of NAT detection tell: RFC 3947, section 3.2; RFC 7296,
// section 2.23.
var (
	fNATMatch   = Proto.Generated("pktscope.natd.match", "Hash is of", field.Uint, field.Dec, 1, field.Named(natMatchName))
	fNATVerdict = Proto.Generated("pktscope.natd.verdict", "NAT traversal", field.Uint, field.Dec, 1, field.Named(natVerdictName))
)

// A NATMatch says of which end of its own datagram a hash is. The first hash of
// a message of IKEv1 and NAT_DETECTION_DESTINATION_IP are of the destination,
// others of the source; one that is of neither has met a translator, or claims
// so.
type NATMatch uint8

const (
	NATNeither NATMatch = iota
	NATSource
	NATDestination
)

func natMatchName(v uint64) string {
	switch NATMatch(v) {
	case NATNeither:
		return "neither end of this packet"
	case NATSource:
		return "the source of this packet"
	case NATDestination:
		return "the destination of this packet"
	}
	return ""
}

// A NATVerdict is which peers are behind a NAT, as far as the SA's messages have
// shown.
type NATVerdict uint8

const (
	NATUndecided NATVerdict = iota
	NATNone
	NATInitiator
	NATResponder
	NATBoth
	NATClaimed
)

func natVerdictName(v uint64) string { return NATVerdict(v).String() }

// String says it.
func (v NATVerdict) String() string {
	switch v {
	case NATNone:
		return "no NAT"
	case NATInitiator:
		return "the initiator is behind a NAT"
	case NATResponder:
		return "the responder is behind a NAT"
	case NATBoth:
		return "both peers are behind a NAT"
	case NATClaimed:
		return "a NAT is claimed, but not seen"
	}
	return ""
}

// NATHash is the hash, of that many bytes, of an address and a port that belongs
// to the message p, nil if there is none of that size. IKEv1 has it of the
// algorithm that the SA negotiated, IKEv2 of SHA-1.
func (h *Header) NATHash(at netip.AddrPort, size int) []byte {
	for _, digest := range [...]func() hash.Hash{sha1.New, md5.New, sha256.New, sha512.New384, sha512.New} {
		if sum := digest(); sum.Size() == size {
			sum.Write(h.InitiatorSPI[:])
			sum.Write(h.ResponderSPI[:])
			sum.Write(at.Addr().AsSlice())
			sum.Write([]byte{byte(at.Port() >> 8), byte(at.Port())})
			return sum.Sum(nil)
		}
	}
	return nil
}

// match puts a field for the end of the datagram that the hash at off matches.
func (p *Packet) match(d *field.Decoder, off int, hash []byte) {
	if d.Tree() == nil || d.Bad() || !d.Env.Src.IsValid() {
		return
	}
	v := NATNeither
	src, dst := netip.AddrPortFrom(d.Env.Src, d.Env.SrcPort), netip.AddrPortFrom(d.Env.Dst, d.Env.DstPort)
	switch want := string(hash); want {
	case "":
		return
	case string(p.NATHash(dst, len(hash))):
		v = NATDestination
	case string(p.NATHash(src, len(hash))):
		v = NATSource
	}
	d.GenerateOver(fNATMatch, off, len(hash), uint64(v))
}

// judge puts the NATVerdict of the SA's messages so far.
func (p *Packet) judge(d *field.Decoder) {
	if v := p.Facts.NAT; v != NATUndecided {
		d.GenerateAt(fNATVerdict, p.start, uint64(v))
	}
}
