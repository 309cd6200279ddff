package ipsec

// A Hash is a hash algorithm by its number in IKEv1 (IANA's "IPSEC Hash
// Algorithms"); 0 is none. IKEv1 uses it as such and, as HMAC, for its PRF.
type Hash uint16

// The hash algorithms.
const (
	HashMD5      Hash = 1
	HashSHA1     Hash = 2
	HashTiger    Hash = 3
	HashSHA2_256 Hash = 4
	HashSHA2_384 Hash = 5
	HashSHA2_512 Hash = 6
	HashSM3      Hash = 20
)

// HashNames are what a hash is called, "" in a vocabulary that has no name for
// it.
type HashNames struct {
	IANA   string // SHA2-256
	Phase1 string // Wireshark, of attribute 2 of phase 1
	Policy string // IOS, "crypto isakmp policy"
}

// hashes are the hash algorithms, ordered by number.
var hashes = [...]struct {
	hash  Hash
	prf   PRF // HMAC of it
	names HashNames
}{
	{HashMD5, PRFMD5, HashNames{"MD5", "MD5", "md5"}},
	{HashSHA1, PRFSHA1, HashNames{"SHA", "SHA", "sha"}},
	{HashTiger, PRFTiger, HashNames{"Tiger", "TIGER", ""}},
	{HashSHA2_256, PRFSHA2_256, HashNames{"SHA2-256", "SHA2-256", "sha256"}},
	{HashSHA2_384, PRFSHA2_384, HashNames{"SHA2-384", "SHA2-384", "sha384"}},
	{HashSHA2_512, PRFSHA2_512, HashNames{"SHA2-512", "SHA2-512", "sha512"}},
	{HashSM3, 0, HashNames{"SM3", "SM3", ""}},
}

// Names are what programs call h.
func (h Hash) Names() HashNames {
	for i := range hashes {
		if hashes[i].hash == h {
			return hashes[i].names
		}
	}
	return HashNames{}
}

// String is IANA's name, as SHA2-256.
func (h Hash) String() string {
	if name := h.Names().IANA; name != "" {
		return name
	}
	return unknown("hash", uint32(h))
}

// PRF is the HMAC of h, IKEv1's pseudorandom function where none was negotiated
// (RFC 2409, section 4); 0 for a hash without one.
func (h Hash) PRF() PRF {
	for i := range hashes {
		if hashes[i].hash == h {
			return hashes[i].prf
		}
	}
	return 0
}

// Size is the length of its output.
func (h Hash) Size() int { return h.PRF().Size() }
