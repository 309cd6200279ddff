package crypt

// A Group is a key exchange method by its number in IANA's "IKEv2 Transform
// Type 4", which IKEv1's groups share.
type Group uint16

// The groups whose shared secret DH computes.
const (
	MODP768         Group = 1
	MODP1024        Group = 2
	MODP1536        Group = 5
	MODP2048        Group = 14
	MODP3072        Group = 15
	MODP4096        Group = 16
	MODP6144        Group = 17
	MODP8192        Group = 18
	ECP256          Group = 19
	ECP384          Group = 20
	ECP521          Group = 21
	MODP1024s160    Group = 22
	MODP2048s224    Group = 23
	MODP2048s256    Group = 24
	ECP192          Group = 25
	ECP224          Group = 26
	BrainpoolP224r1 Group = 27
	BrainpoolP256r1 Group = 28
	BrainpoolP384r1 Group = 29
	BrainpoolP512r1 Group = 30
	Curve25519      Group = 31
	Curve448        Group = 32
)

// groupInfo is what is known of a group. Sizes are bytes.
type groupInfo struct {
	group  Group
	name   string // strongSwan's
	public int    // of a public value, as a KE payload carries it
	secret int    // of the shared secret
}

// groups are ordered by number. A curve's public value is both coordinates,
// its secret is x alone (RFC 5903 section 7).
var groups = []groupInfo{
	{MODP768, "MODP_768", 96, 96},
	{MODP1024, "MODP_1024", 128, 128},
	{MODP1536, "MODP_1536", 192, 192},
	{MODP2048, "MODP_2048", 256, 256},
	{MODP3072, "MODP_3072", 384, 384},
	{MODP4096, "MODP_4096", 512, 512},
	{MODP6144, "MODP_6144", 768, 768},
	{MODP8192, "MODP_8192", 1024, 1024},
	{ECP256, "ECP_256", 64, 32},
	{ECP384, "ECP_384", 96, 48},
	{ECP521, "ECP_521", 132, 66},
	{MODP1024s160, "MODP_1024_160", 128, 128},
	{MODP2048s224, "MODP_2048_224", 256, 256},
	{MODP2048s256, "MODP_2048_256", 256, 256},
	{ECP192, "ECP_192", 48, 24},
	{ECP224, "ECP_224", 56, 28},
	{BrainpoolP224r1, "ECP_224_BP", 56, 28},
	{BrainpoolP256r1, "ECP_256_BP", 64, 32},
	{BrainpoolP384r1, "ECP_384_BP", 96, 48},
	{BrainpoolP512r1, "ECP_512_BP", 128, 64},
	{Curve25519, "CURVE_25519", 32, 32},
	{Curve448, "CURVE_448", 56, 56},
}

// info is the row of g; the zero row where there is none.
func (g Group) info() groupInfo {
	for i := range groups {
		if groups[i].group == g {
			return groups[i]
		}
	}
	return groupInfo{}
}

// String is strongSwan's name, as MODP_1024.
func (g Group) String() string {
	if name := g.info().name; name != "" {
		return name
	}
	return unknown("group", uint16(g))
}

// PublicLen is the length of a public value, as a KE payload carries it.
func (g Group) PublicLen() int { return g.info().public }

// SecretLen is the length of the shared secret.
func (g Group) SecretLen() int { return g.info().secret }
