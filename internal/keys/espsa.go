package keys

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// espSA reads a row of Wireshark's esp_sa: protocol, source, destination, SPI,
// encryption, its key, authentication, its key, and since 4.4 the width of the
// sequence number and its high half.
func (c *collector) espSA(columns []string, closed bool) {
	switch n := len(columns); {
	case !closed:
		c.fail("", "esp_sa", "an unterminated quote")
		return
	case n != 8 && n != 10:
		c.fail("", "esp_sa", strconv.Itoa(n)+" columns, want 8, or 10 with ESN")
		return
	}
	bits := 32
	if strings.EqualFold(columns[0], "IPv6") {
		bits = 128
	}
	var e ESP
	var ok bool
	if e.Src, ok = c.wiresharkAddr("source", columns[1], bits); !ok {
		return
	}
	if e.Dst, ok = c.wiresharkAddr("destination", columns[2], bits); !ok {
		return
	}
	if e.SPI, ok = ParseSPI(columns[3]); !ok {
		c.fail("", "SPI", "want 0x and up to 8 hexadecimal digits, or a decimal number, or * for any")
		return
	}
	if c.espSAKeys(&e, columns[4:]) && c.espSAESN(&e, columns[8:]) {
		c.addESP(e)
	}
}

// wiresharkAddr reads an address of the family that the row names.
func (c *collector) wiresharkAddr(field, s string, bits int) (Addr, bool) {
	a, ok := ParseAddr(s)
	switch {
	case !ok:
		c.fail("", field, "want an address, or * for any, or * for an octet or a group of it")
	case !a.Any() && a.BitLen() != bits:
		c.fail("", field, "an address of another family than the row's")
		ok = false
	}
	return a, ok
}

// espSAKeys reads the columns of algorithms and keys.
func (c *collector) espSAKeys(e *ESP, columns []string) bool {
	var old, ok bool
	if e.Encr, old, ok = wiresharkESPEncr(columns[0]); !ok {
		c.fail(e.Name(), "encryption algorithm", `unknown, want one as "AES-CBC [RFC3602]"`)
		return false
	}
	if e.Integ, ok = wiresharkESPInteg(columns[2]); !ok {
		c.fail(e.Name(), "authentication algorithm", `unknown, want one as "HMAC-SHA-1-96 [RFC2404]"`)
		return false
	}
	if e.Key, ok = c.wiresharkKey(e.Name(), "encryption key", columns[1]); !ok {
		return false
	}
	if e.IntegKey, ok = c.wiresharkKey(e.Name(), "authentication key", columns[3]); !ok {
		return false
	}
	if old {
		e.Encr = gcmWithICV(e.Integ)
	}
	return true
}

// gcmWithICV returns the algorithm of "AES-GCM [RFC4106]" beside an authentication
// of "ANY n bit", by which older versions of strongSwan give the ICV's length.
func gcmWithICV(i ipsec.Integ) ipsec.Encr {
	switch i.ICVLen() {
	case 8:
		return ipsec.EncrAESGCM8
	case 12:
		return ipsec.EncrAESGCM12
	}
	return ipsec.EncrAESGCM16
}

// wiresharkKey reads a key: hexadecimal behind 0x, else its characters are its
// bytes.
func (c *collector) wiresharkKey(sa, field, s string) (crypt.Secret, bool) {
	digits, isHex := cutHexPrefix(s)
	if !isHex {
		return crypt.Secret(s), len(s) <= maxKey
	}
	b, ok := c.hexField(sa, field, digits)
	return b, ok
}

// espSAESN reads the columns that Wireshark 4.4 added.
func (c *collector) espSAESN(e *ESP, columns []string) bool {
	if len(columns) == 0 {
		return true
	}
	switch strings.ToLower(columns[0]) {
	case "32-bit", "":
	case "64-bit":
		e.ESN = true
	default:
		c.fail(e.Name(), "sequence number", `want "32-bit" or "64-bit"`)
		return false
	}
	digits, _ := cutHexPrefix(columns[1])
	if digits == "" {
		return true
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		c.fail(e.Name(), "high half of the sequence number", "want up to 8 hexadecimal digits")
		return false
	}
	e.SeqHigh = uint32(n)
	return true
}
