package keys

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// Expanded returns k with the final keys that its other secrets give without a
// capture, and with the length of the cipher's key.
func (k *IKE) Expanded() *IKE {
	x := *k
	if x.Version == 1 {
		x.expand1()
	} else {
		x.expand2()
	}
	x.KeyBits = x.keyBits()
	return &x
}

// expand1 goes RFC 2409's way: from the pre-shared key to SKEYID, from SKEYID
// and the shared secret to SKEYID_e, from that to the cipher's key.
func (k *IKE) expand1() {
	if len(k.Ka) > 0 || k.Hash == 0 || k.Encr == 0 {
		return
	}
	x := crypt.IKEv1{
		Hash:    k.Hash,
		CookieI: binary.BigEndian.AppendUint64(nil, k.InitiatorSPI), CookieR: binary.BigEndian.AppendUint64(nil, k.ResponderSPI),
		NonceI: k.NonceI, NonceR: k.NonceR,
	}
	nonces := len(k.NonceI) > 0 && len(k.NonceR) > 0
	if len(k.SKEYID) == 0 && len(k.PSK) > 0 && nonces {
		k.SKEYID, _ = x.SKEYIDFromPSK(k.PSK)
	}
	if len(k.SKEYIDe) == 0 && len(k.SKEYID) > 0 && len(k.SharedSecret) > 0 && k.ResponderSPI != 0 {
		made, _ := x.Keys(k.SKEYID, k.SharedSecret)
		k.SKEYIDe = made.E
	}
	if len(k.SKEYIDe) > 0 {
		k.Ka, _ = crypt.EncrKey(k.Hash, k.SKEYIDe, k.Encr, k.KeyBits)
	}
}

// expand2 goes RFC 7296's way: from the shared secret to SKEYSEED, from that to
// the SK keys. The secret of a rekeying is not enough.
func (k *IKE) expand2() {
	if len(k.SKei) > 0 || k.PRF == 0 || k.Encr == 0 || len(k.NonceI) == 0 || len(k.NonceR) == 0 {
		return
	}
	x := crypt.IKEv2{
		PRF:  k.PRF,
		SPIi: binary.BigEndian.AppendUint64(nil, k.InitiatorSPI), SPIr: binary.BigEndian.AppendUint64(nil, k.ResponderSPI),
		NonceI: k.NonceI, NonceR: k.NonceR,
		Suite: ipsec.Suite{Encr: k.Encr, KeyBits: k.KeyBits, Integ: k.Integ},
	}
	if len(k.SKEYSEED) == 0 && len(k.SharedSecret) > 0 && k.RekeyedFrom == 0 {
		k.SKEYSEED, _ = x.SKEYSEED(k.SharedSecret)
	}
	if len(k.SKEYSEED) == 0 {
		return
	}
	if made, err := x.Keys(k.SKEYSEED); err == nil {
		k.SKd, k.SKai, k.SKar, k.SKei, k.SKer, k.SKpi, k.SKpr = made.D, made.Ai, made.Ar, made.Ei, made.Er, made.Pi, made.Pr
	}
}
