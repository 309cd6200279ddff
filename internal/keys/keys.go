// Package keys holds the keys of IKE and ESP SAs, and finds the keys of a packet's
// SA.
//
// Key files and logs of any form are read into the same records (package forms): IKE
// for the secrets of an IKE SA, ESP for an ESP SA, PSK for a pre-shared key. A record
// has the line that it comes from. A Set has the records of files, a Ring finds them
// by the SPIs and addresses of a packet. Keys are crypt.Secrets and never appear in a
// message: a Problem has the name of the field and the expected value, and never
// quotes the line.
package keys

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// A Place is the file and the line of a record.
type Place struct {
	File string
	Line int // from 1; 0 for the file as a whole
}

// String returns FILE:LINE.
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}

// Places lists places, which it sorts: "FILE:1, FILE:2".
func Places(list []Place) string {
	slices.SortFunc(list, func(a, b Place) int { return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// An IKE holds secrets of one IKE SA. Any of these is enough to decrypt its
// messages, the later ones together with nonces and public values from the capture:
//
//   - the final keys: Ka, or SKei and SKer (and SKai, SKar to verify);
//   - the keys for child SAs: SKEYIDd, SKEYIDa, SKEYIDe, or SKd;
//   - SKEYID with SharedSecret, or SKEYSEED;
//   - SharedSecret, with PSK for version 1;
//   - DHPrivate, with PSK for version 1: the other end's public value is in the
//     capture.
type IKE struct {
	Place        Place
	Version      uint8  // 1 or 2
	InitiatorSPI uint64 // version 1: the cookie; 0 where the source does not have it
	ResponderSPI uint64
	RekeyedFrom  uint64 // initiator SPI of the SA that this one replaced, 0 for none

	// The negotiated algorithms, 0 where the source does not have them.
	Encr       ipsec.Encr
	KeyBits    int
	Integ      ipsec.Integ // version 2
	PRF        ipsec.PRF   // version 2
	Hash       ipsec.Hash  // version 1
	AuthMethod uint16      // version 1, RFC 2409 appendix A
	Group      ipsec.Group
	NonceI     []byte
	NonceR     []byte

	// RFC 2409 section 5 and appendix B.
	Ka      crypt.Secret // the cipher's key, expanded from SKEYID_e if need be
	SKEYID  crypt.Secret
	SKEYIDd crypt.Secret
	SKEYIDa crypt.Secret
	SKEYIDe crypt.Secret

	// RFC 7296 section 2.14. The keys of AEAD ciphers end in their salt.
	SKEYSEED crypt.Secret
	SKd      crypt.Secret
	SKai     crypt.Secret
	SKar     crypt.Secret
	SKei     crypt.Secret
	SKer     crypt.Secret
	SKpi     crypt.Secret
	SKpr     crypt.Secret

	SharedSecret crypt.Secret // g^xy
	DHPrivate    crypt.Secret // of the end whose public value is DHPublic
	DHPublic     []byte       // nil where the source does not have it
	PSK          crypt.Secret

	// PPK is the post-quantum pre-shared key, which IKE_AUTH mixes into SK_d, SK_pi
	// and SK_pr: RFC 8784, section 3. Beside SKei and SKer these three are those of
	// before. A record that has them and no key of the cipher holds those of after:
	// logs print them a second time.
	PPK crypt.Secret

	// Swapped is the record that this is a copy of, with initiator and responder
	// swapped; nil for a record as its source has it.
	Swapped *IKE

	// Additional are the secrets of the key exchanges that IKE_INTERMEDIATE
	// carried, in their order: RFC 9370, section 2.2.2.
	Additional []crypt.Secret
}

// An ESP is what is known of one ESP SA: its keys, or what they are derived
// with, or both.
type ESP struct {
	Place Place
	Src   Addr
	Dst   Addr
	SPI   SPI
	Encap Encap
	Mode  Mode

	Encr     ipsec.Encr // 0: the keys are not here, they are to be derived
	Key      crypt.Secret
	Integ    ipsec.Integ // IntegUnverified...: the length of an ICV is all that is known
	IntegKey crypt.Secret
	ESN      bool
	SeqHigh  uint32 // the high half of the sequence number, where a source has it

	// Guessed reports that the source does not name the algorithms, and that these
	// fit the lengths of the keys. A correct ICV confirms them.
	Guessed bool
	// Derived reports that the keys were made of an IKE SA's while packets were read,
	// BeforePPK that they lack a PPK that it seems to use.
	Derived   bool
	BeforePPK bool

	// What the keys are derived with: RFC 2409 section 5.5, RFC 7296 section
	// 2.17.
	IKE             uint64 // initiator SPI or cookie of the IKE SA, 0 where unknown
	MessageID       uint32 // of the exchange that made it
	HasMessageID    bool
	NonceI          []byte // of that exchange
	NonceR          []byte
	PFSGroup        ipsec.Group // 0: none or unknown
	PFSSharedSecret crypt.Secret
	PFSPrivate      crypt.Secret
	PFSPublic       []byte
}

// Keyed reports whether the keys are here, so that nothing need be derived.
func (e *ESP) Keyed() bool {
	switch {
	case e.Encr == 0:
		return false
	case e.Encr == ipsec.EncrNull:
		return len(e.IntegKey) > 0 || e.Integ.KeyLen() == 0
	}
	return len(e.Key) > 0
}

// Usable reports whether the keys are here, or what to derive them with.
func (e *ESP) Usable() bool { return e.Keyed() || e.hasPFS() || e.IKE != 0 }

// A PSK is a pre-shared key that stands outside of any SA.
type PSK struct {
	Place Place
	Text  crypt.Secret
	Side  Side
}

// A Side is an end of an SA.
type Side uint8

// The sides.
const (
	BothSides Side = iota
	Initiator
	Responder
)

// An Encap is how ESP travels.
type Encap uint8

// The encapsulations.
const (
	AnyEncap Encap = iota // unknown
	Native                // IP protocol 50
	UDP                   // RFC 3948
	TCP                   // RFC 9329
)

// String is the encapsulation as JSON has it.
func (e Encap) String() string {
	switch e {
	case Native:
		return "native"
	case UDP:
		return "udp"
	case TCP:
		return "tcp"
	}
	return ""
}

// A Mode is what an ESP SA carries.
type Mode uint8

// The modes.
const (
	AnyMode Mode = iota // unknown
	Tunnel
	Transport
	BEET
)

// String is the mode as ip xfrm has it.
func (m Mode) String() string {
	switch m {
	case Tunnel:
		return "tunnel"
	case Transport:
		return "transport"
	case BEET:
		return "beet"
	}
	return ""
}

// ParseMode reads a mode as String writes it; what is none of them is AnyMode.
func ParseMode(s string) Mode {
	for m := Tunnel; m <= BEET; m++ {
		if s == m.String() {
			return m
		}
	}
	return AnyMode
}
