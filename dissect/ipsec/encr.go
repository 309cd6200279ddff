package ipsec

import "iter"

// An Encr is an encryption algorithm by its number in IANA's "IKEv2 Transform
// Type 1"; 0 is none. What only IKEv1 numbers stands behind that registry.
type Encr uint32

// The encryption algorithms.
const (
	EncrDESIV64             Encr = 1
	EncrDES                 Encr = 2
	Encr3DES                Encr = 3
	EncrRC5                 Encr = 4
	EncrIDEA                Encr = 5
	EncrCAST                Encr = 6
	EncrBlowfish            Encr = 7
	Encr3IDEA               Encr = 8
	EncrDESIV32             Encr = 9
	EncrNull                Encr = 11
	EncrAESCBC              Encr = 12
	EncrAESCTR              Encr = 13
	EncrAESCCM8             Encr = 14
	EncrAESCCM12            Encr = 15
	EncrAESCCM16            Encr = 16
	EncrAESGCM8             Encr = 18
	EncrAESGCM12            Encr = 19
	EncrAESGCM16            Encr = 20
	EncrAESGMAC             Encr = 21 // authenticates, encrypts nothing
	EncrCamelliaCBC         Encr = 23
	EncrCamelliaCTR         Encr = 24
	EncrCamelliaCCM8        Encr = 25
	EncrCamelliaCCM12       Encr = 26
	EncrCamelliaCCM16       Encr = 27
	EncrChaCha20Poly1305    Encr = 28
	EncrAESCCM8IIV          Encr = 29 // implicit IV, RFC 8750: ESP only
	EncrAESGCM16IIV         Encr = 30
	EncrChaCha20Poly1305IIV Encr = 31
	EncrKuznyechikMGM       Encr = 32
	EncrMagmaMGM            Encr = 33
	EncrKuznyechikMGMMAC    Encr = 34
	EncrMagmaMGMMAC         Encr = 35

	// strongSwan's numbers of the private range.
	EncrSerpentCBC Encr = 1026
	EncrTwofishCBC Encr = 1027

	// Those that only IKEv1 numbers.
	EncrSM4Old Encr = phase1 + 127
	EncrSM1    Encr = phase1 + 128
	EncrSM4    Encr = phase1 + 129
	EncrRC4    Encr = doi + 10
	EncrSEED   Encr = doi + 21
)

// EncrNames are what an encryption algorithm is called, "" in a vocabulary that
// has no name for it. An asterisk stands for the bits of the key.
type EncrNames struct {
	IANA         string // ENCR_AES_CBC; strongSwan leaves out the prefix
	Transform    string // Wireshark, of a transform in IKEv2
	Phase1       string // Wireshark, of attribute 1 of phase 1
	ESP          string // Wireshark, of an ESP transform in IKEv1
	ESPTable     string // Wireshark, in its table esp_sa
	ESPLabel     string // Wireshark, in the detail of a packet; empty: as in the table
	IKETable     string // Wireshark, in its table ikev2_decryption_table
	IKELabel     string // Wireshark, in the detail of a message; empty: as in the table
	Policy       string // IOS, "crypto isakmp policy"
	Proposal     string // IOS, "crypto ikev2 proposal"
	TransformSet string // IOS, "crypto ipsec transform-set"
	Kernel       string // Linux, "ip xfrm state"
}

// An encrRow is all that is known of an encryption algorithm. Sizes are bytes.
type encrRow struct {
	encr          Encr
	phase1        []uint16 // RFC 2409, appendix A, attribute 1
	esp           []uint8  // RFC 2407, section 4.4.4
	key           Lengths
	usual         int // key length where none was negotiated
	block         int // of the cipher; what a CBC ciphertext is a multiple of
	iv            int // on the wire
	salt          int // behind the key
	icv           int // of an AEAD
	names         EncrNames
	aliases       []string // in key files, beside IANA's name, in the form that `plain` returns
	kernelAliases []string
}

// row is the row of e, an empty one where there is none.
func (e Encr) row() *encrRow {
	for i := range encrs {
		if encrs[i].encr == e {
			return &encrs[i]
		}
	}
	return &encrRow{}
}

// Known reports whether e has a row: the algorithm has a name.
func (e Encr) Known() bool { return e.row().encr != 0 }

// Number is the number of e in its own registry, where String has no name.
func (e Encr) Number() uint16 { return uint16(e) }

// Names are what programs call e.
func (e Encr) Names() EncrNames { return e.row().names }

// String is IANA's name, as ENCR_AES_CBC.
func (e Encr) String() string {
	if name := e.row().names.IANA; name != "" {
		return name
	}
	return unknown("ENCR", e)
}

// AEAD reports whether e authenticates as well, so that no Integ stands beside
// it.
func (e Encr) AEAD() bool { return e.row().icv > 0 }

// KeyLengths are the lengths of a key without its salt.
func (e Encr) KeyLengths() Lengths { return e.row().key }

// SaltLen is the length of the salt that stands behind the key.
func (e Encr) SaltLen() int { return e.row().salt }

// IVLen is the length of the IV that each packet carries.
func (e Encr) IVLen() int { return e.row().iv }

// BlockSize is the size of the cipher's blocks, 1 for none.
func (e Encr) BlockSize() int { return max(e.row().block, 1) }

// ICVLen is the length of an AEAD's integrity check value, 0 for others.
func (e Encr) ICVLen() int { return e.row().icv }

// Material is how many bytes of keying material e takes, salt included, if
// keyBits were negotiated as its key length; 0 is none, which stands for the
// usual.
func (e Encr) Material(keyBits int) (int, error) {
	r := e.row()
	if !e.Known() {
		return 0, &UnsupportedError{e.String()}
	}
	n := keyBits / 8
	if keyBits == 0 {
		n = r.usual
	}
	if keyBits%8 != 0 || !r.key.Has(n) {
		return 0, &KeyLengthError{r.names.IANA, n + r.salt, r.key.plus(r.salt), r.salt}
	}
	return n + r.salt, nil
}

// CheckKey says what is wrong with the length n of a key, salt included.
func (e Encr) CheckKey(n int) error {
	r := e.row()
	switch {
	case !e.Known():
		return &UnsupportedError{e.String()}
	case !r.key.plus(r.salt).Has(n):
		return &KeyLengthError{r.names.IANA, n, r.key.plus(r.salt), r.salt}
	}
	return nil
}

// Encrs are all encryption algorithms that have a row, by number.
func Encrs() iter.Seq[Encr] {
	return func(yield func(Encr) bool) {
		for i := range encrs {
			if !yield(encrs[i].encr) {
				return
			}
		}
	}
}
