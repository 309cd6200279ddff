package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A jsonESP is an entry of "esp": one direction.
type jsonESP struct {
	IKE       string  `json:"ike,omitempty"`
	MessageID string  `json:"message_id,omitempty"`
	Src       string  `json:"src,omitempty"`
	Dst       string  `json:"dst,omitempty"`
	SPI       string  `json:"spi,omitempty"`
	Encap     string  `json:"encapsulation,omitempty"`
	Mode      string  `json:"mode,omitempty"`
	Encr      *string `json:"encr,omitempty"`
	Key       string  `json:"encr_key,omitempty"`
	Integ     *string `json:"auth,omitempty"`
	IntegKey  string  `json:"auth_key,omitempty"`
	ESN       bool    `json:"esn,omitempty"`
	SeqHigh   uint32  `json:"seq_high,omitempty"`
	Guessed   bool    `json:"guessed,omitempty"`
	NonceI    string  `json:"ni,omitempty"`
	NonceR    string  `json:"nr,omitempty"`
	PFSGroup  uint16  `json:"pfs_group,omitempty"`
	PFSShared string  `json:"pfs_shared_secret,omitempty"`
	PFSPriv   string  `json:"pfs_dh_private,omitempty"`
	PFSPub    string  `json:"pfs_dh_public,omitempty"`
}

// jsonESP keeps an entry of "esp".
func (c *collector) jsonESP(v *jsonESP) {
	e := keys.ESP{
		ESN: v.ESN || v.SeqHigh != 0, SeqHigh: v.SeqHigh, Mode: keys.ParseMode(v.Mode), PFSGroup: ipsec.Group(v.PFSGroup), Guessed: v.Guessed,
		Encap: parseEncap(v.Encap),
	}
	if c.jsonWhich(&e, v) && c.jsonTransform(&e, v) && c.digits(e.Name(), v.fields(&e)) {
		if !e.Usable() {
			c.fail(e.Name(), "", "neither keys nor what to derive them from")
			return
		}
		c.addESP(e)
	}
}

// jsonWhich reads SPI, addresses and encapsulation.
func (c *collector) jsonWhich(e *keys.ESP, v *jsonESP) bool {
	var ok bool
	if v.SPI != "" {
		if e.SPI, ok = keys.ParseSPI(v.SPI); !ok {
			c.fail("", "spi", `want "0x" and up to 8 hexadecimal digits`)
			return false
		}
	}
	for _, f := range [...]struct {
		name string
		text string
		to   *keys.Addr
	}{{"src", v.Src, &e.Src}, {"dst", v.Dst, &e.Dst}} {
		if f.text == "" {
			continue
		}
		if *f.to, ok = keys.ParseAddr(f.text); !ok {
			c.fail(e.Name(), f.name, "want an address")
			return false
		}
	}
	if v.IKE != "" {
		if e.IKE, ok = parseSPI64(v.IKE); !ok {
			c.fail(e.Name(), "ike", wantSPI)
			return false
		}
	}
	if v.MessageID != "" {
		digits, _ := cutHexPrefix(v.MessageID)
		id, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			c.fail(e.Name(), "message_id", "want up to 8 hexadecimal digits")
			return false
		}
		e.MessageID, e.HasMessageID = uint32(id), true
	}
	return true
}

// jsonTransform reads the names of the algorithms. Where the keys are left out,
// so may they be.
func (c *collector) jsonTransform(e *keys.ESP, v *jsonESP) (ok bool) {
	if v.Encr != nil {
		if e.Encr, _, ok = ipsec.ParseEncr(*v.Encr); !ok {
			c.fail(e.Name(), "encr", "unknown algorithm")
			return false
		}
	} else if v.Key != "" {
		c.fail(e.Name(), "encr", "missing, beside a key")
		return false
	}
	if v.Integ != nil {
		if e.Integ, ok = ipsec.ParseInteg(*v.Integ); !ok {
			c.fail(e.Name(), "auth", "unknown algorithm")
			return false
		}
	}
	return true
}

// fields are the fields of digits, and their bytes in e.
func (v *jsonESP) fields(e *keys.ESP) []jsonField {
	return []jsonField{
		{"encr_key", &v.Key, (*[]byte)(&e.Key)},
		{"auth_key", &v.IntegKey, (*[]byte)(&e.IntegKey)},
		{"ni", &v.NonceI, &e.NonceI},
		{"nr", &v.NonceR, &e.NonceR},
		{"pfs_shared_secret", &v.PFSShared, (*[]byte)(&e.PFSSharedSecret)},
		{"pfs_dh_private", &v.PFSPriv, (*[]byte)(&e.PFSPrivate)},
		{"pfs_dh_public", &v.PFSPub, &e.PFSPublic},
	}
}

// parseEncap reads an encapsulation. Behind its name more may follow:
// "udp-4500".
func parseEncap(s string) keys.Encap {
	for e := keys.Native; e <= keys.TCP; e++ {
		if strings.HasPrefix(s, e.String()) {
			return e
		}
	}
	return keys.AnyEncap
}
