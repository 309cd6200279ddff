package forms

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A setkey reads what "setkey -D" prints on BSD, and on Linux with ipsec-tools:
//
//	66.22.66.22 44.33.44.33
//		esp mode=tunnel spi=769(0x00000301) reqid=0(0x00000000)
//		E: 3des-cbc  40127f0a 79fda731 1b3c5344 f5d5bd9a 0fcd8bd9 26caae5f
//		A: hmac-md5  d1b9a27c b7ab9562 a0c8ad21 f82be8b8
//
// and the statements of its configuration, which end in a semicolon:
//
//	add 44.33.44.33 66.22.66.22 esp 0x301 -m tunnel -E 3des-cbc 0x4012... -A hmac-md5 0xd1b9...;
//
// 6WIND's "ip xfrm state" prints much the same, with the kernel's names:
//
//	66.22.66.22 44.33.44.33
//		esp spi 769(0x00000301) reqid 1 tunnel
//		A:hmac(sha1) f4f4df6d 80a94d42 dd2e4cb 97c3fbd6 1f1369e2
//		auth-trunc-len: 96
//		E:cbc(aes) b1072194 896a8e5d b6cc22a0 7c9b0e59
type setkey struct {
	c     *collector
	sa    *setkeySA
	words []string   // of a statement that has not ended
	place keys.Place // where that begins
}

// A setkeySA is an SA as far as its lines have been read.
type setkeySA struct {
	keys.ESP
	esp         bool // its protocol is ESP
	encr, integ string
	key, auth   []string // groups of digits
	bits        int      // of the ICV, where the source has it
	damaged     bool
}

// maxStatement bounds the words of a statement.
const maxStatement = 64

// end keeps the last SA.
func (k *setkey) end() { k.keep() }

func (k *setkey) line(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 {
		return false
	}
	if len(k.words) > 0 || words[0] == "add" && word(words, 3) != "use" { // "add DATE TIME use ..." is a lifetime
		return k.statement(words)
	}
	if k.ends(words) {
		return true
	}
	if k.sa == nil {
		return false
	}
	switch {
	case words[0] == "esp" || words[0] == "esp-udp":
		k.sa.esp = true
		k.description(words)
	case strings.HasPrefix(words[0], "E:") && k.sa.esp:
		k.sa.encr, k.sa.key = algorithmAndKey(words)
	case strings.HasPrefix(words[0], "A:") && k.sa.esp:
		k.sa.integ, k.sa.auth = algorithmAndKey(words)
	case words[0] == "auth-trunc-len:" && k.sa.esp:
		k.sa.bits, _ = strconv.Atoi(word(words, 1))
	default:
		return false
	}
	return true
}

// algorithmAndKey reads "E: aes-cbc 00010203 04050607", also without the space behind
// the colon.
func algorithmAndKey(words []string) (algorithm string, groups []string) {
	if algorithm = words[0][len("E:"):]; algorithm != "" {
		return algorithm, words[1:]
	}
	return word(words, 1), words[min(2, len(words)):]
}

// ends reads the line that begins an SA: "10.0.34.4[4500] 10.0.23.2[4500]".
func (k *setkey) ends(words []string) bool {
	if len(words) != 2 {
		return false
	}
	src, ok1 := withPort(words[0])
	dst, ok2 := withPort(words[1])
	if !ok1 || !ok2 {
		return false
	}
	k.keep()
	k.c.log = true
	k.sa = &setkeySA{ESP: keys.ESP{Place: k.c.place, Src: keys.AddrOf(src), Dst: keys.AddrOf(dst), Encap: keys.Native}}
	return true
}

// withPort reads an address that a port may follow in brackets.
func withPort(s string) (netip.Addr, bool) {
	s, _, _ = strings.Cut(s, "[")
	a, err := netip.ParseAddr(s)
	return a, err == nil
}

// description reads "esp mode=tunnel spi=769(0x00000301) reqid=0(0x00000000)".
func (k *setkey) description(words []string) {
	if words[0] == "esp-udp" {
		k.sa.Encap = keys.UDP
	}
	for i, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			value = word(words, i+2) // 6WIND's
		}
		switch name {
		case "mode":
			k.sa.Mode = keys.ParseMode(value)
		case "tunnel", "transport":
			k.sa.Mode = keys.ParseMode(name)
		case "spi":
			value, _, _ = strings.Cut(value, "(")
			if k.sa.SPI, ok = keys.ParseSPI(value); !ok {
				k.sa.damaged = true
				k.c.fail("", "spi", "want a number of 32 bits")
			}
		}
	}
}

// keep keeps the SA whose lines are over.
func (k *setkey) keep() {
	sa := k.sa
	k.sa = nil
	if sa == nil || !sa.esp || sa.damaged || sa.encr == "" && sa.integ == "" {
		return
	}
	var ok bool
	if sa.Key, ok = k.c.numbers(sa.Place, sa.Name(), "encryption key", strings.Join(sa.key, " ")); !ok {
		return
	}
	if sa.IntegKey, ok = k.c.numbers(sa.Place, sa.Name(), "authentication key", strings.Join(sa.auth, " ")); !ok {
		return
	}
	if strings.Contains(sa.encr+sa.integ, "(") {
		k.c.kernelESP(sa)
		return
	}
	k.c.setkeyESP(sa.ESP, sa.encr, sa.integ)
}

// kernelESP names the algorithms of an SA that 6WIND's ip printed, and keeps it.
func (c *collector) kernelESP(sa *setkeySA) {
	var ok1, ok2 bool
	sa.Encr, ok1 = ipsec.ParseKernelEncr(sa.encr, sa.bits)
	sa.Integ, ok2 = ipsec.ParseKernelInteg(sa.integ, sa.bits)
	if !ok1 || !ok2 {
		c.failAt(sa.Place, sa.Name(), "algorithms", "unknown, want ones as cbc(aes) and hmac(sha1)")
		return
	}
	c.addESP(sa.ESP)
}

// setkeyESP names the algorithms of e and keeps it.
func (c *collector) setkeyESP(e keys.ESP, encr, integ string) {
	var ok bool
	if e.Encr, ok = setkeyEncr(encr); !ok {
		c.failAt(e.Place, e.Name(), "encryption algorithm", "unknown, want one as aes-cbc")
		return
	}
	integs := setkeyInteg(integ)
	if integs == nil {
		c.failAt(e.Place, e.Name(), "authentication algorithm", "unknown, want one as hmac-sha1")
		return
	}
	for _, e.Integ = range integs {
		e.Guessed = len(integs) > 1
		c.addESP(e)
	}
}

// setkeyEncr is an algorithm by KAME's name of it.
func setkeyEncr(s string) (ipsec.Encr, bool) {
	switch s = strings.ToLower(s); s {
	case "", "simple":
		return ipsec.EncrNull, true
	case "cast128-cbc":
		return ipsec.EncrCAST, true
	}
	e, _, ok := ipsec.ParseEncr(s)
	return e, ok
}

// setkeyInteg returns the algorithms of KAME's name. The name of HMAC-SHA2-256 leaves
// the length of the ICV open: that of RFC 4868 on BSD, that of a draft for SAs that
// Linux got by PF_KEY.
func setkeyInteg(s string) []ipsec.Integ {
	s = strings.ReplaceAll(strings.ToLower(s), "_", "-")
	switch s = strings.Replace(s, "sha2-", "sha", 1); s {
	case "", "null", "non-auth":
		return []ipsec.Integ{ipsec.IntegNone}
	case "hmac-md5":
		return []ipsec.Integ{ipsec.IntegMD5_96}
	case "hmac-sha1", "hmac-sha":
		return []ipsec.Integ{ipsec.IntegSHA1_96}
	case "hmac-sha256":
		return []ipsec.Integ{ipsec.IntegSHA2_256_128, ipsec.IntegSHA2_256_96}
	case "hmac-sha384":
		return []ipsec.Integ{ipsec.IntegSHA2_384_192}
	case "hmac-sha512":
		return []ipsec.Integ{ipsec.IntegSHA2_512_256}
	case "hmac-ripemd160":
		return []ipsec.Integ{ipsec.IntegRIPEMD160_96}
	case "aes-xcbc-mac":
		return []ipsec.Integ{ipsec.IntegAESXCBC_96}
	}
	return nil
}
