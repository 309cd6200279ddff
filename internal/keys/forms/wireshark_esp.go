package forms

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// espSA reads a row of Wireshark's esp_sa: protocol, source, destination, SPI,
// encryption, its key, authentication, its key, and since 4.4 the width of the
// sequence number and its high half, of which Wireshark lets the last be missing.
func (c *collector) espSA(columns []string, closed bool) {
	if n := len(columns); n > 8 && columns[n-1] == "" {
		columns = columns[:n-1] // behind a comma at the end
	}
	switch n := len(columns); {
	case !closed:
		c.fail("", "esp_sa", "an unterminated quote")
		return
	case n < 8 || n > 10:
		c.fail("", "esp_sa", strconv.Itoa(n)+" columns, want 8, or 10 with ESN")
		return
	}
	bits := 32
	if strings.EqualFold(columns[0], "IPv6") {
		bits = 128
	}
	var e keys.ESP
	var ok bool
	if e.Src, ok = c.wiresharkAddr("source", columns[1], bits); !ok {
		return
	}
	if e.Dst, ok = c.wiresharkAddr("destination", columns[2], bits); !ok {
		return
	}
	if e.SPI, ok = keys.ParseSPI(strings.TrimSpace(columns[3])); !ok {
		c.fail("", "SPI", "want 0x and up to 8 hexadecimal digits, or a decimal number, or * for any")
		return
	}
	if !c.espSAESN(&e, columns[8:]) {
		return
	}
	for _, x := range c.espSAKeys(e, columns[4:]) {
		c.addESP(x)
	}
}

// wiresharkAddr reads an address of the family that the row names.
func (c *collector) wiresharkAddr(field, s string, bits int) (keys.Addr, bool) {
	a, ok := keys.ParseAddr(strings.TrimSpace(s))
	switch {
	case !ok:
		c.fail("", field, "want an address, or * for any, or * for an octet or a group of it")
	case !a.Any() && a.BitLen() != bits:
		c.fail("", field, "an address of another family than the row's")
		ok = false
	}
	return a, ok
}

// espSAKeys reads the columns of algorithms and keys. A key that can be read in two
// ways makes an SA of each.
func (c *collector) espSAKeys(e keys.ESP, columns []string) (sas []keys.ESP) {
	var old, ok bool
	if e.Encr, old, ok = wiresharkESPEncr(columns[0]); !ok {
		c.fail(e.Name(), "encryption algorithm", `unknown, want one as "AES-CBC [RFC3602]"`)
		return nil
	}
	if e.Integ, ok = wiresharkESPInteg(columns[2]); !ok {
		c.fail(e.Name(), "authentication algorithm", `unknown, want one as "HMAC-SHA-1-96 [RFC2404]"`)
		return nil
	}
	if old {
		e.Encr = gcmWithICV(e.Integ)
	}
	encr, ok := c.keyColumn(e.Name(), "encryption key", columns[1], func(n int) bool { return e.Encr.CheckKey(n) == nil })
	if !ok {
		return nil
	}
	made := e.Integ.KeyLen()
	integ, ok := c.keyColumn(e.Name(), "authentication key", columns[3], func(n int) bool { return made == 0 || n == made })
	if !ok {
		return nil
	}
	for _, e.Key = range encr {
		for _, e.IntegKey = range integ {
			e.Guessed = len(encr)+len(integ) > 2
			sas = append(sas, e)
		}
	}
	return sas
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
func (c *collector) espSAESN(e *keys.ESP, columns []string) bool {
	if len(columns) == 0 {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(columns[0])) {
	case "32-bit", "":
	case "64-bit":
		e.ESN = true
	default:
		c.fail(e.Name(), "sequence number", `want "32-bit" or "64-bit"`)
		return false
	}
	if len(columns) == 1 {
		return true
	}
	digits, _ := cutHexPrefix(strings.TrimSpace(columns[1]))
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

// AppendESPSA appends e as a row of Wireshark's esp_sa and a line's end. All ten
// columns are written if e has ESN, or if whole is set: Wireshark wants them so
// in a pcapng file's secrets. ok is false where Wireshark has no name for e's
// algorithms.
func AppendESPSA(b []byte, e *keys.ESP, whole bool) (row []byte, ok bool) {
	encr, ok1 := espSAEncrName(e.Encr)
	integ, ok2 := espSAIntegName(e.Integ)
	if !ok1 || !ok2 || !e.Keyed() {
		return b, false
	}
	w := &writer{b: b}
	for _, family := range families(e) {
		w.str(`"` + family + `","`)
		w.b = e.Src.AppendTo(w.b)
		w.str(`","`)
		w.b = e.Dst.AppendTo(w.b)
		w.str(`","`)
		w.b = e.SPI.AppendTo(w.b)
		w.str(`","` + encr + `","`)
		w.key(e.Key)
		w.str(`","` + integ + `","`)
		w.key(e.IntegKey)
		w.str(`"`)
		if e.ESN || whole {
			w.esn(e)
		}
		w.str("\n")
	}
	return w.b, true
}

// families are the columns that name the protocol: both, for an SA between any
// addresses.
func families(e *keys.ESP) []string {
	for _, a := range [...]keys.Addr{e.Src, e.Dst} {
		switch a.BitLen() {
		case 32:
			return []string{"IPv4"}
		case 128:
			return []string{"IPv6"}
		}
	}
	return []string{"IPv4", "IPv6"}
}

func (w *writer) key(key []byte) {
	if len(key) > 0 {
		w.str("0x")
		w.hex(key)
	}
}

func (w *writer) esn(e *keys.ESP) {
	bits := "32-bit"
	if e.ESN {
		bits = "64-bit"
	}
	w.b = fmt.Appendf(w.b, `,"%s","%08x"`, bits, e.SeqHigh)
}

func (w *writer) espSA(e *keys.ESP) {
	var ok bool
	if w.b, ok = AppendESPSA(w.b, e, false); ok {
		return
	}
	if !e.Keyed() {
		w.await(e.Place, e.Name(), "its keys are still to be derived")
		return
	}
	w.leave(e.Place, e.Name(), "Wireshark has no name for "+algorithms(e))
}

// algorithms names the algorithms in messages.
func algorithms(e *keys.ESP) string {
	if e.Encr.AEAD() || e.Integ == ipsec.IntegNone {
		return e.Encr.String()
	}
	return e.Encr.String() + " and " + e.Integ.String()
}
