package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// statement gathers the words of an "add", over as many lines as it takes up to
// its semicolon.
func (k *setkey) statement(words []string) bool {
	if len(k.words) == 0 {
		k.place = k.c.place
	}
	for _, w := range words {
		w, ends := strings.CutSuffix(w, ";")
		if w != "" {
			k.words = append(k.words, w)
		}
		if ends {
			k.add(k.words)
			k.words = k.words[:0]
			return true
		}
		if len(k.words) > maxStatement {
			k.c.failAt(k.place, "", "add", "a statement without a semicolon at its end")
			k.words = k.words[:0]
			return true
		}
	}
	return true
}

// add reads "add [-46n] SRC DST esp SPI [-m MODE] -E ALGORITHM KEY [-A
// ALGORITHM KEY]".
func (k *setkey) add(words []string) {
	words = words[1:]
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		words = words[1:]
	}
	k.c.log = true
	if len(words) < 4 || words[2] != "esp" && words[2] != "esp-udp" {
		return // of AH, or of something else
	}
	e := keys.ESP{Place: k.place}
	src, ok1 := withPort(words[0])
	dst, ok2 := withPort(words[1])
	spi, err := strconv.ParseUint(words[3], 0, 32)
	if !ok1 || !ok2 || err != nil {
		k.c.failAt(k.place, "", "add", "want two addresses, esp, and an SPI of 32 bits")
		return
	}
	e.Src, e.Dst, e.SPI = keys.AddrOf(src), keys.AddrOf(dst), keys.SPIOf(uint32(spi))
	if words[2] == "esp-udp" {
		e.Encap = keys.UDP
	}
	var encr, integ string
	for i := 4; i < len(words); i++ {
		ok := true
		switch words[i] {
		case "-m":
			e.Mode = keys.ParseMode(word(words, i+1))
		case "-E":
			encr = word(words, i+1)
			e.Key, ok = k.key(&e, "encryption key", word(words, i+2))
		case "-A":
			integ = word(words, i+1)
			e.IntegKey, ok = k.key(&e, "authentication key", word(words, i+2))
		}
		if !ok {
			return
		}
	}
	k.c.setkeyESP(e, encr, integ)
}

// key reads a key: hexadecimal behind 0x, or its characters between quotes.
func (k *setkey) key(e *keys.ESP, field, s string) (crypt.Secret, bool) {
	if text, ok := strings.CutPrefix(s, `"`); ok {
		return crypt.Secret(strings.TrimSuffix(text, `"`)), true
	}
	if strings.HasPrefix(s, "-") {
		return nil, true // the next option: NULL has no key
	}
	return k.c.numbers(k.place, e.Name(), field, s)
}
