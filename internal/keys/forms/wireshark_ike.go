package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// ikev1Row reads a row of Wireshark's ikev1_decryption_table: the initiator's
// cookie and the key that the cipher uses.
func (c *collector) ikev1Row(columns []string) {
	k := keys.IKE{Version: 1}
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
func (c *collector) secret(k *keys.IKE, field, digits string) (crypt.Secret, bool) {
	digits, _ = cutHexPrefix(strings.TrimSpace(digits))
	b, ok := c.hexField(k.Name(), field, joinedDigits(digits))
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
	case len(columns) == 9 && columns[8] == "": // behind a comma at the end
		columns = columns[:8]
	case len(columns) != 8:
		c.fail("", "ikev2_decryption_table", strconv.Itoa(len(columns))+" columns, want 8")
		return
	}
	k := keys.IKE{Version: 2}
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

func (w *writer) ikev1(k *keys.IKE) {
	if k.Version != 1 {
		return
	}
	k = k.Expanded()
	switch {
	case k.InitiatorSPI == 0:
		w.leave(k.Place, k.Name(), "its initiator's cookie is not known")
	case len(k.Ka) == 0:
		w.leave(k.Place, k.Name(), "the key of its cipher is not known")
	default:
		w.spi(k.InitiatorSPI)
		w.str(",")
		w.hex(k.Ka)
		w.str("\n")
	}
}

func (w *writer) ikev2(k *keys.IKE) {
	if k.Version != 2 {
		return
	}
	k = k.Expanded()
	encr, ok1 := ikev2EncrName(k.Encr, k.KeyBits)
	integ, ok2 := ikev2IntegName(k.Integ)
	switch {
	case k.InitiatorSPI == 0 || k.ResponderSPI == 0:
		w.leave(k.Place, k.Name(), "its SPIs are not known")
	case k.Encr == 0:
		w.await(k.Place, k.Name(), "its algorithms are not known")
	case len(k.SKei)+len(k.SKer) == 0 && k.Encr != ipsec.EncrNull:
		w.leave(k.Place, k.Name(), "SK_ei and SK_er are not known")
	case !ok1 || !ok2:
		w.leave(k.Place, k.Name(), "Wireshark has no name for "+k.Encr.String()+" and "+k.Integ.String())
	default:
		w.spi(k.InitiatorSPI)
		w.str(",")
		w.spi(k.ResponderSPI)
		w.column(k.SKei)
		w.column(k.SKer)
		w.str(`,"` + encr + `"`)
		w.column(k.SKai)
		w.column(k.SKar)
		w.str(`,"` + integ + `"` + "\n")
	}
}

// column appends a column of digits. Wireshark wants quotes around none.
func (w *writer) column(key []byte) {
	w.str(",")
	if len(key) == 0 {
		w.str(`""`)
	}
	w.hex(key)
}
