package keys

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

const wantSPI = "want 16 hexadecimal digits"

// parseSPI64 reads the SPI of an IKE SA, or the cookie that it was called
// before.
func parseSPI64(s string) (uint64, bool) {
	s, _ = cutHexPrefix(s)
	if len(s) != 16 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 16, 64)
	return n, err == nil
}

// ikev1Row reads a row of Wireshark's ikev1_decryption_table: the initiator's
// cookie and the key that the cipher uses.
func (c *collector) ikev1Row(columns []string) {
	k := IKE{Version: 1}
	var ok bool
	if k.InitiatorSPI, ok = parseSPI64(columns[0]); !ok {
		c.fail("", "initiator's cookie", wantSPI)
		return
	}
	if k.Ka, ok = c.secret(&k, "encryption key", columns[1]); ok {
		c.addIKE(k)
	}
}

// secret reads the digits of a key that must not be missing.
func (c *collector) secret(k *IKE, field, digits string) (crypt.Secret, bool) {
	b, ok := c.hexField(k.Name(), field, digits)
	if ok && len(b) == 0 {
		c.fail(k.Name(), field, "missing")
		return nil, false
	}
	return b, ok
}

// ikev2Row reads a row of Wireshark's ikev2_decryption_table: both SPIs, both
// encryption keys, their algorithm, both integrity keys, their algorithm.
func (c *collector) ikev2Row(columns []string, closed bool) {
	switch {
	case !closed:
		c.fail("", "ikev2_decryption_table", "an unterminated quote")
		return
	case len(columns) != 8:
		c.fail("", "ikev2_decryption_table", strconv.Itoa(len(columns))+" columns, want 8")
		return
	}
	k := IKE{Version: 2}
	var ok bool
	if k.InitiatorSPI, ok = parseSPI64(columns[0]); !ok {
		c.fail("", "initiator's SPI", wantSPI)
		return
	}
	if k.ResponderSPI, ok = parseSPI64(columns[1]); !ok {
		c.fail(k.Name(), "responder's SPI", wantSPI)
		return
	}
	if k.Encr, k.KeyBits, ok = wiresharkIKEEncr(columns[4]); !ok {
		c.fail(k.Name(), "encryption algorithm", `unknown, want one as "AES-CBC-256 [RFC3602]"`)
		return
	}
	if k.Integ, ok = wiresharkIKEInteg(columns[7]); !ok {
		c.fail(k.Name(), "integrity algorithm", `unknown, want one as "HMAC_SHA2_256_128 [RFC4868]"`)
		return
	}
	needsEncr, needsInteg := k.Encr != ipsec.EncrNull, k.Integ.KeyLen() > 0
	for _, f := range [...]struct {
		name   string
		digits string
		key    *crypt.Secret
		needed bool
	}{
		{"SK_ei", columns[2], &k.SKei, needsEncr},
		{"SK_er", columns[3], &k.SKer, needsEncr},
		{"SK_ai", columns[5], &k.SKai, needsInteg},
		{"SK_ar", columns[6], &k.SKar, needsInteg},
	} {
		if f.digits == "" && !f.needed {
			continue
		}
		if *f.key, ok = c.secret(&k, f.name, f.digits); !ok {
			return
		}
	}
	c.addIKE(k)
}
