package crypt

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A dhVector is one row of testdata/dh.json, which testdata/dh.py made with
// OpenSSL.
type dhVector struct {
	Group                          ipsec.Group
	Private, Public, Other, Shared hexBytes
}

func dhVectors(t testing.TB) (vectors []dhVector) {
	readJSON(t, "testdata/dh.json", &vectors)
	return vectors
}

func TestDH(t *testing.T) {
	seen := make(map[ipsec.Group]bool)
	for _, v := range dhVectors(t) {
		seen[v.Group] = true
		shared, err := Shared(v.Group, Secret(v.Private), v.Other)
		if err != nil || !bytes.Equal(shared, v.Shared) {
			t.Errorf("%s: %x, %v, want %x", v.Group, []byte(shared), err, v.Shared)
		}
		public, err := Public(v.Group, Secret(v.Private))
		if err != nil || !bytes.Equal(public, v.Public) {
			t.Errorf("%s: public value %x, %v, want %x", v.Group, public, err, v.Public)
		}
		if len(public) != v.Group.PublicLen() || len(shared) != v.Group.SecretLen() {
			t.Errorf("%s: lengths %d and %d, said to be %d and %d", v.Group, len(public), len(shared), v.Group.PublicLen(), v.Group.SecretLen())
		}
	}
	for g := range ipsec.Groups() {
		if g.SecretLen() > 0 && !seen[g] {
			t.Errorf("no vector for %s", g)
		}
	}
}

// What cannot be a value of the group is refused: no panic, no wrong secret, no
// private value in the text.
func TestDHRefuses(t *testing.T) {
	for _, v := range dhVectors(t) {
		private := Secret(v.Private)
		for what, public := range map[string][]byte{
			"a byte short":   v.Other[1:],
			"a byte long":    append([]byte{0}, v.Other...),
			"nothing":        nil,
			"zero":           make([]byte, len(v.Other)),
			"all bits":       bytes.Repeat([]byte{0xff}, len(v.Other)),
			"one byte other": append([]byte{v.Other[0] ^ 1}, v.Other[1:]...),
		} {
			shared, err := Shared(v.Group, private, public)
			switch {
			case what == "one byte other" && (groupKindOf(v.Group) == modp || groupKindOf(v.Group) == montgomery):
				continue // as good as any
			case what == "all bits" && groupKindOf(v.Group) == montgomery:
				continue // RFC 7748 section 5: taken modulo the prime
			case err == nil || shared != nil:
				t.Errorf("%s: %s: %v", v.Group, what, err)
			case !strings.HasPrefix(err.Error(), v.Group.String()+": "):
				t.Errorf("%s: %s: %v", v.Group, what, err)
			}
		}
		if _, err := Shared(v.Group, make(Secret, v.Group.SecretLen()+1), v.Other); err == nil {
			t.Errorf("%s: a private value that is too long", v.Group)
		}
		if _, err := Shared(v.Group, nil, v.Other); err == nil {
			t.Errorf("%s: no private value", v.Group)
		}
	}
	for _, g := range []ipsec.Group{0, 3, 4, 35, 1000} { // 3 and 4 are curves that nobody used, 35 is ML-KEM
		if _, err := Shared(g, Secret{1}, []byte{2}); err == nil {
			t.Errorf("%s has a secret", g)
		}
		if _, err := Public(g, Secret{1}); err == nil {
			t.Errorf("%s has a public value", g)
		}
	}
}

// TestX448 has the vectors of RFC 7748, section 5.2.
func TestX448(t *testing.T) {
	for _, c := range []struct{ k, u, want string }{
		{"3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3",
			"06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086",
			"ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6f"},
		{"203d494428b8399352665ddca42f9de8fef600908e0d461cb021f8c538345dd77c3e4806e25f46d3315c44e0a5b4371282dd2c8d5be3095f",
			"0fbcc2f993cd56d3305b0b7d9e55d4c1a8fb5dbb52f8e9a1e9b6201b165d015894e56c4d3570bee52fe205e28a78b91cdfbde71ce8d157db",
			"884a02576239ff7a2f2f63b2db6a9ff37047ac13568e1e30fe63c4a7ad1b3ee3a5700df34321d62077e63633c575c1c954514e99da7c179d"},
	} {
		if got, err := Shared(ipsec.Curve448, dissecttest.Hex(c.k), dissecttest.Hex(c.u)); err != nil || !bytes.Equal(got, dissecttest.Hex(c.want)) {
			t.Errorf("%x, %v, want %s", []byte(got), err, c.want)
		}
	}
}
