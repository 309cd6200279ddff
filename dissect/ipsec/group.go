package ipsec

import "iter"

// A Group is a key exchange method by its number in IANA's "IKEv2 Transform
// Type 4", which IKEv1's groups share; 0 is none.
type Group uint16

// The groups and key exchange methods.
const (
	MODP768         Group = 1
	MODP1024        Group = 2
	EC2N155         Group = 3
	EC2N185         Group = 4
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
	GOST3410_256    Group = 33
	GOST3410_512    Group = 34
	MLKEM512        Group = 35
	MLKEM768        Group = 36
	MLKEM1024       Group = 37
)

// GroupNames are what a group is called, "" in a vocabulary that has no name for
// it.
type GroupNames struct {
	StrongSwan string // in strongSwan's log: MODP_1024
	Transform  string // Wireshark, of a transform in IKEv2 and of IKEv1's attributes
}

// A groupRow is all that is known of a group. Sizes are bytes.
type groupRow struct {
	group  Group
	public int // of a public value, as a KE payload carries it; 0: not known
	secret int // of the shared secret
	names  GroupNames
}

// groups are ordered by number. A curve's public value is both coordinates,
// its secret is x alone (RFC 5903, section 7). Groups 6 to 13 were drafts and
// have no names beyond Wireshark's.
var groups = [...]groupRow{
	{MODP768, 96, 96, GroupNames{"MODP_768", "Default 768-bit MODP group"}},
	{MODP1024, 128, 128, GroupNames{"MODP_1024", "Alternate 1024-bit MODP group"}},
	{EC2N155, 0, 0, GroupNames{"", "EC2N group on GP[2^155] group"}},
	{EC2N185, 0, 0, GroupNames{"", "EC2N group on GP[2^185] group"}},
	{MODP1536, 192, 192, GroupNames{"MODP_1536", "1536 bit MODP group"}},
	{6, 0, 0, GroupNames{"", "EC2N group over GF[2^163]"}},
	{7, 0, 0, GroupNames{"", "EC2N group over GF[2^163]"}},
	{8, 0, 0, GroupNames{"", "EC2N group over GF[2^283]"}},
	{9, 0, 0, GroupNames{"", "EC2N group over GF[2^283]"}},
	{10, 0, 0, GroupNames{"", "EC2N group over GF[2^409]"}},
	{11, 0, 0, GroupNames{"", "EC2N group over GF[2^409]"}},
	{12, 0, 0, GroupNames{"", "EC2N group over GF[2^571]"}},
	{13, 0, 0, GroupNames{"", "EC2N group over GF[2^571]"}},
	{MODP2048, 256, 256, GroupNames{"MODP_2048", "2048 bit MODP group"}},
	{MODP3072, 384, 384, GroupNames{"MODP_3072", "3072 bit MODP group"}},
	{MODP4096, 512, 512, GroupNames{"MODP_4096", "4096 bit MODP group"}},
	{MODP6144, 768, 768, GroupNames{"MODP_6144", "6144 bit MODP group"}},
	{MODP8192, 1024, 1024, GroupNames{"MODP_8192", "8192 bit MODP group"}},
	{ECP256, 64, 32, GroupNames{"ECP_256", "256-bit random ECP group"}},
	{ECP384, 96, 48, GroupNames{"ECP_384", "384-bit random ECP group"}},
	{ECP521, 132, 66, GroupNames{"ECP_521", "521-bit random ECP group"}},
	{MODP1024s160, 128, 128, GroupNames{"MODP_1024_160", "1024-bit MODP Group with 160-bit Prime Order Subgroup"}},
	{MODP2048s224, 256, 256, GroupNames{"MODP_2048_224", "2048-bit MODP Group with 224-bit Prime Order Subgroup"}},
	{MODP2048s256, 256, 256, GroupNames{"MODP_2048_256", "2048-bit MODP Group with 256-bit Prime Order Subgroup"}},
	{ECP192, 48, 24, GroupNames{"ECP_192", "192-bit Random ECP Group"}},
	{ECP224, 56, 28, GroupNames{"ECP_224", "224-bit Random ECP Group"}},
	{BrainpoolP224r1, 56, 28, GroupNames{"ECP_224_BP", "224-bit Brainpool ECP group"}},
	{BrainpoolP256r1, 64, 32, GroupNames{"ECP_256_BP", "256-bit Brainpool ECP group"}},
	{BrainpoolP384r1, 96, 48, GroupNames{"ECP_384_BP", "384-bit Brainpool ECP group"}},
	{BrainpoolP512r1, 128, 64, GroupNames{"ECP_512_BP", "512-bit Brainpool ECP group"}},
	{Curve25519, 32, 32, GroupNames{"CURVE_25519", "Curve25519"}},
	{Curve448, 56, 56, GroupNames{"CURVE_448", "Curve448"}},
	{GOST3410_256, 0, 0, GroupNames{"", "GOST3410_2012_256"}},
	{GOST3410_512, 0, 0, GroupNames{"", "GOST3410_2012_512"}},
	{MLKEM512, 0, 0, GroupNames{"", "ML-KEM-512"}},
	{MLKEM768, 0, 0, GroupNames{"", "ML-KEM-768"}},
	{MLKEM1024, 0, 0, GroupNames{"", "ML-KEM-1024"}},
}

// row is the row of g, an empty one where there is none.
func (g Group) row() *groupRow {
	for i := range groups {
		if groups[i].group == g {
			return &groups[i]
		}
	}
	return &groupRow{}
}

// Names are what programs call g.
func (g Group) Names() GroupNames { return g.row().names }

// String is strongSwan's name, as MODP_1024.
func (g Group) String() string {
	if name := g.row().names.StrongSwan; name != "" {
		return name
	}
	return unknown("group", uint32(g))
}

// PublicLen is the length of a public value, as a KE payload carries it, 0 where
// it is not known.
func (g Group) PublicLen() int { return g.row().public }

// SecretLen is the length of the shared secret, 0 where it is not known.
func (g Group) SecretLen() int { return g.row().secret }

// Groups are all groups and key exchange methods that have a row, by number.
func Groups() iter.Seq[Group] {
	return func(yield func(Group) bool) {
		for i := range groups {
			if !yield(groups[i].group) {
				return
			}
		}
	}
}
