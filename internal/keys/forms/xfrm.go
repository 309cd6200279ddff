package forms

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// An xfrm reads what Linux's "ip xfrm state" prints, also with -s and with -o,
// which makes a line of each SA, and the commands that add SAs:
//
//	src 80.1.0.2 dst 80.2.0.2
//		proto esp spi 0x0b34389d reqid 1 mode tunnel
//		auth-trunc hmac(sha1) 0xf4f4... 96
//		enc cbc(aes) 0xb107...
//		encap type espinudp sport 4500 dport 4500 addr 0.0.0.0
type xfrm struct {
	c  *collector
	sa *xfrmSA // the one whose lines are being read
}

// An xfrmSA is an SA as far as its lines have been read.
type xfrmSA struct {
	keys.ESP
	proto     string
	encr      string
	encrKey   string
	encrBits  int // of an AEAD's ICV
	integ     string
	integKey  string
	integBits int
	hidden    bool // "<<Keys hidden>>"
	damaged   bool // its problem is in the set
}

// end keeps the last SA.
func (x *xfrm) end() { x.keep() }

func (x *xfrm) line(s string) bool {
	taken := false
	for part := range strings.SplitSeq(s, `\`) { // -o
		taken = x.part(part) || taken
	}
	return taken
}

// part reads what is a line without -o.
func (x *xfrm) part(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = strings.Trim(w, `"'`)
	}
	if i := commandEnd(words); i > 0 {
		x.keep()
		x.begin()
		x.words(words[i:])
		x.keep()
		return true
	}
	if len(words) == 4 && words[0] == "src" && words[2] == "dst" {
		x.keep()
		if strings.Contains(words[1], "/") {
			return false // a policy
		}
		x.begin()
		x.words(words)
		return true
	}
	if x.sa == nil || len(words) == 0 || !xfrmLine(words[0]) {
		return false
	}
	x.words(words)
	return true
}

// xfrmLine reports whether a line with this first word describes an SA.
func xfrmLine(word string) bool {
	switch word {
	case "proto", "auth", "auth-trunc", "enc", "aead", "encap", "flag", "replay-window", "seq-hi":
		return true
	}
	return false
}

// commandEnd is where the words of "ip xfrm state add" are over, 0 for none.
func commandEnd(words []string) int {
	for i := 0; i+2 < len(words); i++ {
		if xfrmWord(words[i], "xfrm") && xfrmWord(words[i+1], "state") && (words[i+2] == "add" || words[i+2] == "update") {
			return i + 3
		}
	}
	return 0
}

// xfrmWord reports whether given is word or what ip takes for it: "x", "s".
func xfrmWord(given, word string) bool { return given != "" && strings.HasPrefix(word, given) }

func (x *xfrm) begin() {
	x.c.log = true
	if x.c.kind == "" {
		x.c.kind = xfrmWithoutSA
	}
	x.sa = &xfrmSA{}
	x.sa.Place = x.c.place
	x.sa.Encap = keys.Native // unless an encapsulation is named
}

// words reads words and what follows each.
func (x *xfrm) words(words []string) {
	sa := x.sa
	for len(words) > 0 {
		w, next := words[0], word(words, 1)
		n := 2
		switch w {
		case "src":
			x.address(&sa.Src, "source", next)
		case "dst":
			x.address(&sa.Dst, "destination", next)
		case "proto":
			sa.proto = next
		case "spi":
			next, _, _ = strings.Cut(next, "(")
			x.spi(next)
		case "mode":
			sa.Mode = keys.ParseMode(next)
		case "enc":
			sa.encr, sa.encrKey, n = algorithmWords(words)
		case "aead":
			sa.encr, sa.encrKey, n = algorithmWords(words)
			sa.encrBits, words = bitsWord(words[n:])
			n = 0
		case "auth-trunc":
			sa.integ, sa.integKey, n = algorithmWords(words)
			sa.integBits, words = bitsWord(words[n:])
			n = 0
		case "auth":
			name, key, used := algorithmWords(words)
			if n = used; sa.integ == "" { // old programs print it behind auth-trunc as well
				sa.integ, sa.integKey = name, key
			}
		case "encap":
			n = 1
			sa.Encap = keys.UDP
		case "espintcp":
			sa.Encap, n = keys.TCP, 1
		case "esn":
			sa.ESN, n = true, 1
		case "seq-hi", "oseq-hi":
			high, _ := strconv.ParseUint(strings.TrimSuffix(next, ","), 0, 32)
			sa.SeqHigh = max(sa.SeqHigh, uint32(high))
		case "<<Keys":
			sa.hidden, n = true, 1
		case "sel":
			return
		default:
			n = 1
		}
		words = words[min(n, len(words)):]
	}
}

// word is words[i], "" behind the last.
func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}

// algorithmWords reads "enc NAME KEY" of used words. NULL has no key or an empty
// one; a key printed in groups of digits is several words.
func algorithmWords(words []string) (name, key string, used int) {
	name, used = word(words, 1), min(2, len(words))
	if _, isKey := cutHexPrefix(word(words, 2)); !isKey {
		if len(words) > 2 && words[2] == "" {
			used++
		}
		return name, "", used
	}
	key = words[2]
	used++
	for used < len(words) && len(words[used]) >= 6 && len(words[used]) <= 8 && isHex(words[used]) {
		key += " " + words[used]
		used++
	}
	return name, key, used
}

// bitsWord reads the length of an ICV, behind "(256 bits)" with -s.
func bitsWord(words []string) (bits int, rest []string) {
	if len(words) > 1 && strings.HasPrefix(words[0], "(") {
		words = words[2:]
	}
	bits, err := strconv.Atoi(word(words, 0))
	if err != nil {
		return 0, words
	}
	return bits, words[1:]
}

func (x *xfrm) address(to *keys.Addr, field, s string) {
	a, err := netip.ParseAddr(s)
	switch {
	case err == nil && a.IsUnspecified(): // any
	case err == nil:
		*to = keys.AddrOf(a)
	case !x.sa.damaged:
		x.sa.damaged = true
		x.c.fail("", field, "want an address")
	}
}

func (x *xfrm) spi(s string) {
	spi, ok := keys.ParseSPI(s)
	switch {
	case ok && spi.Mask == 1<<32-1:
		x.sa.SPI = spi
	case !x.sa.damaged:
		x.sa.damaged = true
		x.c.fail("", "spi", "want a number of 32 bits")
	}
}

// keep keeps the SA whose words are over.
func (x *xfrm) keep() {
	sa := x.sa
	x.sa = nil
	if sa == nil || sa.proto != "esp" || sa.damaged {
		return
	}
	switch {
	case sa.hidden:
		x.c.failAt(sa.Place, sa.Name(), "keys", "hidden; list them without nokeys")
	case sa.encr == "" && sa.integ == "":
		// A larval SA has an SPI and no keys yet.
	default:
		x.transform(sa)
	}
}

// transform reads the names and keys of an SA and keeps it.
func (x *xfrm) transform(sa *xfrmSA) {
	var ok bool
	if sa.Encr, ok = ipsec.ParseKernelEncr(sa.encr, sa.encrBits); !ok {
		x.c.failAt(sa.Place, sa.Name(), "encryption algorithm", "unknown, want one as cbc(aes)")
		return
	}
	if sa.Integ, ok = ipsec.ParseKernelInteg(sa.integ, sa.integBits); !ok {
		x.c.failAt(sa.Place, sa.Name(), "authentication algorithm", "unknown, want one as hmac(sha1)")
		return
	}
	if sa.Key, ok = x.c.numbers(sa.Place, sa.Name(), "encryption key", sa.encrKey); !ok {
		return
	}
	if sa.IntegKey, ok = x.c.numbers(sa.Place, sa.Name(), "authentication key", sa.integKey); !ok {
		return
	}
	x.c.addESP(sa.ESP)
}
