package forms

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A jsonIKE is an entry of "ike". Version 1 calls SPIs cookies.
type jsonIKE struct {
	Version         uint8   `json:"version"`
	InitiatorCookie string  `json:"initiator_cookie,omitempty"`
	ResponderCookie string  `json:"responder_cookie,omitempty"`
	SPIi            string  `json:"spi_i,omitempty"`
	SPIr            string  `json:"spi_r,omitempty"`
	RekeyedFrom     string  `json:"rekeyed_from,omitempty"`
	PRF             string  `json:"prf,omitempty"`
	Hash            string  `json:"hash,omitempty"`
	Encr            string  `json:"encr,omitempty"`
	KeyBits         int     `json:"encr_key_bits,omitempty"`
	Integ           *string `json:"integ,omitempty"`
	AuthMethod      uint16  `json:"auth_method,omitempty"`
	Group           uint16  `json:"dh_group,omitempty"`
	NonceI          string  `json:"nonce_i,omitempty"`
	NonceR          string  `json:"nonce_r,omitempty"`
	PSK             string  `json:"psk,omitempty"`
	PPK             string  `json:"ppk,omitempty"`
	DHPrivate       string  `json:"dh_private,omitempty"`
	DHPublic        string  `json:"dh_public,omitempty"`
	SharedSecret    string  `json:"dh_shared_secret,omitempty"`
	// RFC 9370: one for each key exchange of an IKE_INTERMEDIATE.
	Additional []string `json:"additional_shared_secrets,omitempty"`
	SKEYID     string   `json:"skeyid,omitempty"`
	SKEYIDd    string   `json:"skeyid_d,omitempty"`
	SKEYIDa    string   `json:"skeyid_a,omitempty"`
	SKEYIDe    string   `json:"skeyid_e,omitempty"`
	Ka         string   `json:"enc_key,omitempty"`
	SKEYSEED   string   `json:"skeyseed,omitempty"`
	SKd        string   `json:"sk_d,omitempty"`
	SKai       string   `json:"sk_ai,omitempty"`
	SKar       string   `json:"sk_ar,omitempty"`
	SKei       string   `json:"sk_ei,omitempty"`
	SKer       string   `json:"sk_er,omitempty"`
	SKpi       string   `json:"sk_pi,omitempty"`
	SKpr       string   `json:"sk_pr,omitempty"`
}

// jsonIKE keeps an entry of "ike".
func (c *collector) jsonIKE(v *jsonIKE) {
	k := keys.IKE{Version: v.Version, KeyBits: v.KeyBits, AuthMethod: v.AuthMethod, Group: ipsec.Group(v.Group)}
	if k.Version != 1 && k.Version != 2 {
		c.fail("", "version", "want 1 or 2")
		return
	}
	if c.jsonSPIs(&k, v) && c.jsonAlgorithms(&k, v) && c.digits(k.Name(), v.fields(&k)) {
		if !k.HasSecret() {
			c.fail(k.Name(), "", "no secret in it")
			return
		}
		c.addIKE(k)
	}
}

// jsonSPIs reads the SPIs or cookies, under the version's name.
func (c *collector) jsonSPIs(k *keys.IKE, v *jsonIKE) bool {
	for _, f := range [...]struct {
		name string
		text string
		to   *uint64
	}{
		{"initiator_cookie", v.InitiatorCookie, &k.InitiatorSPI},
		{"spi_i", v.SPIi, &k.InitiatorSPI},
		{"responder_cookie", v.ResponderCookie, &k.ResponderSPI},
		{"spi_r", v.SPIr, &k.ResponderSPI},
		{"rekeyed_from", v.RekeyedFrom, &k.RekeyedFrom},
	} {
		if f.text == "" {
			continue
		}
		var ok bool
		if *f.to, ok = parseSPI64(f.text); !ok {
			c.fail(k.Name(), f.name, wantSPI)
			return false
		}
	}
	return true
}

// jsonAlgorithms reads the names of what was negotiated.
func (c *collector) jsonAlgorithms(k *keys.IKE, v *jsonIKE) bool {
	ok := true
	named := func(field, name string, parse func(string) bool) {
		if ok && name != "" && !parse(name) {
			c.fail(k.Name(), field, "unknown algorithm")
			ok = false
		}
	}
	named("encr", v.Encr, func(s string) (found bool) {
		var bits int
		k.Encr, bits, found = ipsec.ParseEncr(s)
		k.KeyBits = max(k.KeyBits, bits)
		return found
	})
	named("prf", v.PRF, func(s string) (found bool) {
		k.PRF, found = ipsec.ParsePRF(s)
		return found
	})
	named("hash", v.Hash, func(s string) (found bool) {
		k.Hash, found = ipsec.ParseHash(s)
		return found
	})
	if v.Integ != nil {
		named("integ", *v.Integ, func(s string) (found bool) {
			k.Integ, found = plutoInteg(s)
			return found
		})
	}
	return ok
}

// fields are the fields of digits, and their bytes in k.
func (v *jsonIKE) fields(k *keys.IKE) []jsonField {
	list := []jsonField{
		{"nonce_i", &v.NonceI, &k.NonceI},
		{"nonce_r", &v.NonceR, &k.NonceR},
		{"psk", &v.PSK, (*[]byte)(&k.PSK)},
		{"ppk", &v.PPK, (*[]byte)(&k.PPK)},
		{"dh_private", &v.DHPrivate, (*[]byte)(&k.DHPrivate)},
		{"dh_public", &v.DHPublic, &k.DHPublic},
		{"dh_shared_secret", &v.SharedSecret, (*[]byte)(&k.SharedSecret)},
		{"skeyid", &v.SKEYID, (*[]byte)(&k.SKEYID)},
		{"skeyid_d", &v.SKEYIDd, (*[]byte)(&k.SKEYIDd)},
		{"skeyid_a", &v.SKEYIDa, (*[]byte)(&k.SKEYIDa)},
		{"skeyid_e", &v.SKEYIDe, (*[]byte)(&k.SKEYIDe)},
		{"enc_key", &v.Ka, (*[]byte)(&k.Ka)},
		{"skeyseed", &v.SKEYSEED, (*[]byte)(&k.SKEYSEED)},
		{"sk_d", &v.SKd, (*[]byte)(&k.SKd)},
		{"sk_ai", &v.SKai, (*[]byte)(&k.SKai)},
		{"sk_ar", &v.SKar, (*[]byte)(&k.SKar)},
		{"sk_ei", &v.SKei, (*[]byte)(&k.SKei)},
		{"sk_er", &v.SKer, (*[]byte)(&k.SKer)},
		{"sk_pi", &v.SKpi, (*[]byte)(&k.SKpi)},
		{"sk_pr", &v.SKpr, (*[]byte)(&k.SKpr)},
	}
	n := max(len(v.Additional), len(k.Additional))
	v.Additional = append(v.Additional, make([]string, n-len(v.Additional))...)
	k.Additional = append(k.Additional, make([]crypt.Secret, n-len(k.Additional))...)
	for i := range n {
		list = append(list, jsonField{"additional_shared_secrets", &v.Additional[i], (*[]byte)(&k.Additional[i])})
	}
	return list
}
