package decrypt

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// prf is PRF_HMAC_SHA2_256.
func prf(key []byte, data ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, b := range data {
		h.Write(b)
	}
	return h.Sum(nil)
}

// mixed is prf+(ppk, key) of RFC 7296, section 2.13, for a key of one block: RFC 8784,
// section 3.
func mixed(ppk, key []byte) []byte { return prf(ppk, key, []byte{1}) }

// authOf is AUTH by a pre-shared key: RFC 7296, section 2.15.
func authOf(psk, skp []byte) []byte {
	signed := slices.Concat([]byte("message of the initiator"), []byte("nonce of the responder"), prf(skp, []byte("identity")))
	return prf(prf(psk, []byte("Key Pad for IKEv2")), signed)
}

// What AUTH of the initiator tells of a pre-shared key beside a PPK.
func TestPPK(t *testing.T) {
	skd, ske, skp := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 16), bytes.Repeat([]byte{3}, 32)
	psk, ppk := []byte("right"), []byte("postquantum")
	before := func(ppk []byte) *keys.IKE {
		return &keys.IKE{
			Version: 2, InitiatorSPI: spiI.Uint64(), ResponderSPI: spiR.Uint64(), PRF: ipsec.PRFSHA2_256, Encr: ipsec.EncrAESCBC, KeyBits: 128,
			SKd: skd, SKei: ske, SKer: ske, SKpi: skp, SKpr: skp, PPK: ppk,
		}
	}
	after := &keys.IKE{Version: 2, InitiatorSPI: spiI.Uint64(), ResponderSPI: spiR.Uint64(), SKd: mixed(ppk, skd), SKpi: mixed(ppk, skp), SKpr: mixed(ppk, skp)}
	with, without := authOf(psk, mixed(ppk, skp)), authOf(psk, skp)
	for _, c := range []struct {
		name    string
		records []*keys.IKE
		psk     string
		auth    []byte
		noPPK   []byte // NO_PPK_AUTH
		want    ipsec.Verdict
		by      string
	}{
		{"the PPK", []*keys.IKE{before(ppk)}, "right", with, nil, ipsec.Correct, "AUTH of the initiator"},
		{"keys of after it", []*keys.IKE{before(nil), after}, "right", with, nil, ipsec.Correct, "AUTH of the initiator"},
		{"neither", []*keys.IKE{before(nil)}, "right", with, nil, ipsec.Unchecked, ""},
		{"neither, another key", []*keys.IKE{before(nil)}, "wrong", with, nil, ipsec.Unchecked, ""},
		{"another PPK", []*keys.IKE{before([]byte("other"))}, "right", with, nil, ipsec.Unchecked, ""},
		{"the PPK, another key", []*keys.IKE{before(ppk)}, "wrong", with, nil, ipsec.Unchecked, ""},
		{"neither, NO_PPK_AUTH", []*keys.IKE{before(nil)}, "right", with, without, ipsec.Correct, "NO_PPK_AUTH of the initiator"},
		{"neither, NO_PPK_AUTH, another key", []*keys.IKE{before(nil)}, "wrong", with, without, ipsec.Incorrect, "NO_PPK_AUTH of the initiator"},
	} {
		x := &Transcript{Version: 2, SPIs: [2]isakmp.SPI{spiI, spiR}, PPK: PPKUsed}
		x.Hello[isakmp.Initiator] = Hello{Identity: []byte("identity"), Message: []byte("message of the initiator")}
		x.Hello[isakmp.Responder].Nonce = []byte("nonce of the responder")
		d := New(keys.NewRing(&keys.Set{IKE: c.records, PSK: []*keys.PSK{{Text: crypt.Secret(c.psk)}}}))
		list := d.candidates(x)
		if len(list) == 0 {
			t.Fatalf("%s: no candidates", c.name)
		}
		x.secret = list[0]
		m := new(isakmp.Packet)
		m.Auth = isakmp.Auth{Method: ipsec.AuthPSK, Data: c.auth}
		if c.noPPK != nil {
			m.Notifies = []isakmp.Notify{{Type: isakmp.NotifyNoPPKAuth, Data: c.noPPK}}
		}
		d.verifyAUTH(x, m, isakmp.Initiator)
		if got := x.SharedKey[isakmp.Initiator]; got.Proof != c.want || got.By != c.by || (got.Proof == ipsec.Unchecked) == (got.Why == "") {
			t.Errorf("%s: %+v", c.name, got)
		}
		if x.SharedKey[isakmp.Responder].Proof != ipsec.Unchecked {
			t.Errorf("%s: of the responder: %+v", c.name, x.SharedKey[isakmp.Responder])
		}
		child := &Child{Suite: ipsec.Suite{Encr: ipsec.EncrAESGCM16, KeyBits: 128}, Nonces: [2][]byte{{1}, {2}}}
		sets, err := d.ChildKeys(x, child)
		if known := len(c.records) > 1 || len(c.records[0].PPK) > 0; (err == nil) != known || len(sets) == 0 || sets[0].BeforePPK == known {
			t.Errorf("%s: keys of a child: %d, %v", c.name, len(sets), err)
		}
	}
}
