package crypt

// An Encr is an encryption algorithm by its number in IANA's "IKEv2 Transform
// Type 1". Those of ESP's DOI and of IKEv1 that never got one have a number
// from the range for private use.
type Encr uint16

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

	// Those that only the IPsec DOI numbers: 0xff00 and its number there.
	EncrRC4  Encr = 0xff00 + 10
	EncrSEED Encr = 0xff00 + 21
)

// encrInfo is what is known of an algorithm. Sizes are bytes.
type encrInfo struct {
	encr  Encr
	name  string // IANA's
	key   Lengths
	usual int // key length where none was negotiated
	mode  mode
	block int // of the cipher; what a CBC ciphertext is a multiple of
	iv    int // on the wire
	salt  int // behind the key
	icv   int // of an AEAD
}

// A mode is how a cipher is run.
type mode uint8

const (
	unsupported mode = iota
	null             // RFC 2410
	cbc              // RFC 2451
	ctr              // RFC 3686
	ccm              // RFC 4309
	gcm              // RFC 4106
	gmac             // RFC 4543
	chacha           // RFC 7634
)

var (
	noKey   = Lengths{}
	desKey  = Lengths{8, 8, 0}
	des3Key = Lengths{24, 24, 0}
	key128  = Lengths{16, 16, 0}
	key256  = Lengths{32, 32, 0}
	aesKeys = Lengths{16, 32, 8}
)

// encrs are ordered by number.
var encrs = []encrInfo{
	{EncrDESIV64, "ENCR_DES_IV64", desKey, 8, cbc, 8, 8, 0, 0},
	{EncrDES, "ENCR_DES", desKey, 8, cbc, 8, 8, 0, 0},
	{Encr3DES, "ENCR_3DES", des3Key, 24, cbc, 8, 8, 0, 0},
	{EncrRC5, "ENCR_RC5", Lengths{5, 255, 1}, 16, unsupported, 8, 8, 0, 0},
	{EncrIDEA, "ENCR_IDEA", key128, 16, unsupported, 8, 8, 0, 0},
	{EncrCAST, "ENCR_CAST", Lengths{11, 16, 1}, 16, cbc, 8, 8, 0, 0},
	{EncrBlowfish, "ENCR_BLOWFISH", Lengths{5, 56, 1}, 16, cbc, 8, 8, 0, 0},
	{Encr3IDEA, "ENCR_3IDEA", noKey, 0, unsupported, 8, 8, 0, 0},
	{EncrDESIV32, "ENCR_DES_IV32", desKey, 8, unsupported, 8, 4, 0, 0},
	{EncrNull, "ENCR_NULL", noKey, 0, null, 1, 0, 0, 0},
	{EncrAESCBC, "ENCR_AES_CBC", aesKeys, 16, cbc, 16, 16, 0, 0},
	{EncrAESCTR, "ENCR_AES_CTR", aesKeys, 16, ctr, 16, 8, 4, 0},
	{EncrAESCCM8, "ENCR_AES_CCM_8", aesKeys, 16, ccm, 16, 8, 3, 8},
	{EncrAESCCM12, "ENCR_AES_CCM_12", aesKeys, 16, ccm, 16, 8, 3, 12},
	{EncrAESCCM16, "ENCR_AES_CCM_16", aesKeys, 16, ccm, 16, 8, 3, 16},
	{EncrAESGCM8, "ENCR_AES_GCM_8", aesKeys, 16, gcm, 16, 8, 4, 8},
	{EncrAESGCM12, "ENCR_AES_GCM_12", aesKeys, 16, gcm, 16, 8, 4, 12},
	{EncrAESGCM16, "ENCR_AES_GCM_16", aesKeys, 16, gcm, 16, 8, 4, 16},
	{EncrAESGMAC, "ENCR_NULL_AUTH_AES_GMAC", aesKeys, 16, gmac, 16, 8, 4, 16},
	{EncrCamelliaCBC, "ENCR_CAMELLIA_CBC", aesKeys, 16, cbc, 16, 16, 0, 0},
	{EncrCamelliaCTR, "ENCR_CAMELLIA_CTR", aesKeys, 16, ctr, 16, 8, 4, 0},
	{EncrCamelliaCCM8, "ENCR_CAMELLIA_CCM_8", aesKeys, 16, ccm, 16, 8, 3, 8},
	{EncrCamelliaCCM12, "ENCR_CAMELLIA_CCM_12", aesKeys, 16, ccm, 16, 8, 3, 12},
	{EncrCamelliaCCM16, "ENCR_CAMELLIA_CCM_16", aesKeys, 16, ccm, 16, 8, 3, 16},
	{EncrChaCha20Poly1305, "ENCR_CHACHA20_POLY1305", key256, 32, chacha, 1, 8, 4, 16},
	{EncrAESCCM8IIV, "ENCR_AES_CCM_8_IIV", aesKeys, 16, ccm, 16, 0, 3, 8},
	{EncrAESGCM16IIV, "ENCR_AES_GCM_16_IIV", aesKeys, 16, gcm, 16, 0, 4, 16},
	{EncrChaCha20Poly1305IIV, "ENCR_CHACHA20_POLY1305_IIV", key256, 32, chacha, 1, 0, 4, 16},
	{EncrKuznyechikMGM, "ENCR_KUZNYECHIK_MGM_KTREE", key256, 32, unsupported, 16, 8, 12, 12},
	{EncrMagmaMGM, "ENCR_MAGMA_MGM_KTREE", key256, 32, unsupported, 8, 8, 4, 8},
	{EncrKuznyechikMGMMAC, "ENCR_KUZNYECHIK_MGM_MAC_KTREE", key256, 32, unsupported, 16, 8, 12, 12},
	{EncrMagmaMGMMAC, "ENCR_MAGMA_MGM_MAC_KTREE", key256, 32, unsupported, 8, 8, 4, 8},
	{EncrSerpentCBC, "ENCR_SERPENT_CBC", aesKeys, 16, unsupported, 16, 16, 0, 0},
	{EncrTwofishCBC, "ENCR_TWOFISH_CBC", aesKeys, 16, cbc, 16, 16, 0, 0},
	{EncrRC4, "ENCR_RC4", key128, 16, unsupported, 1, 0, 0, 0},
	{EncrSEED, "ENCR_SEED_CBC", key128, 16, unsupported, 16, 16, 0, 0},
}

// info is the row of e; the zero row where there is none.
func (e Encr) info() encrInfo {
	for i := range encrs {
		if encrs[i].encr == e {
			return encrs[i]
		}
	}
	return encrInfo{}
}

// String is IANA's name, as ENCR_AES_CBC.
func (e Encr) String() string {
	if name := e.info().name; name != "" {
		return name
	}
	return unknown("ENCR", uint16(e))
}

// Supported reports whether e can be decrypted here.
func (e Encr) Supported() bool { return e.info().mode != unsupported }

// AEAD reports whether e authenticates as well, so that no Integ stands beside
// it.
func (e Encr) AEAD() bool { return e.info().icv > 0 }

// KeyLengths are the lengths of a key without its salt.
func (e Encr) KeyLengths() Lengths { return e.info().key }

// SaltLen is the length of the salt that stands behind the key.
func (e Encr) SaltLen() int { return e.info().salt }

// IVLen is the length of the IV that each packet carries.
func (e Encr) IVLen() int { return e.info().iv }

// BlockSize is the size of the cipher's blocks, 1 for none.
func (e Encr) BlockSize() int { return max(e.info().block, 1) }

// ICVLen is the length of an AEAD's integrity check value, 0 for others.
func (e Encr) ICVLen() int { return e.info().icv }

// Material is how many bytes of keying material e takes, salt included, if
// keyBits were negotiated as its key length; 0 is none, which stands for the
// usual.
func (e Encr) Material(keyBits int) (int, error) {
	in := e.info()
	if in.name == "" {
		return 0, &UnsupportedError{e.String()}
	}
	n := keyBits / 8
	if keyBits == 0 {
		n = in.usual
	}
	if keyBits%8 != 0 || !in.key.Has(n) {
		return 0, &KeyLengthError{in.name, n + in.salt, in.key.plus(in.salt), in.salt}
	}
	return n + in.salt, nil
}

// CheckKey says what is wrong with the length n of a key, salt included.
func (e Encr) CheckKey(n int) error {
	in := e.info()
	switch {
	case in.name == "":
		return &UnsupportedError{e.String()}
	case !in.key.plus(in.salt).Has(n):
		return &KeyLengthError{in.name, n, in.key.plus(in.salt), in.salt}
	}
	return nil
}
