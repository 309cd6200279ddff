package forms

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
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
	c       *collector
	sa      *xfrmSA     // the one whose lines are being read
	command xfrmCommand // that has not ended
	shell   shell
}

// An xfrmSA is an SA as far as its lines have been read.
type xfrmSA struct {
	keys.ESP
	proto     string
	encr      string
	encrKey   string
	encrBits  int // of an AEAD's ICV; unknownBits for a variable of the shell
	integ     string
	integKey  string
	integBits int
	command   bool // of a command, whose keys may be characters
	hidden    bool // "<<Keys hidden>>"
	damaged   bool // its problem is in the set
}

// end keeps the last SA.
func (x *xfrm) end() {
	if joined := x.command.joined; joined != nil {
		x.command.joined = nil
		x.commandWords(joined, x.command.began)
	}
	x.endCommand()
	x.keep()
}

func (x *xfrm) line(s string) bool {
	if x.command.open() || strings.Contains(s, "ip") || strings.Contains(s, "xfrm") {
		if x.commandLine(s) {
			return true
		}
	}
	if strings.Contains(s, "=") {
		x.shell.assign(s)
	}
	taken := false
	for part := range strings.SplitSeq(s, `\`) { // -o
		taken = x.part(part) || taken
	}
	return taken
}

// part reads what is a line without -o.
func (x *xfrm) part(s string) bool {
	words := strings.Fields(s)
	if len(words) == 4 && words[0] == "src" && words[2] == "dst" {
		x.keep()
		if strings.Contains(words[1], "/") {
			return false // a policy
		}
		x.begin(x.c.place)
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
	case "proto", "auth", "auth-trunc", "enc", "aead", "encap", "flag", "replay-window", "anti-replay", "seq-hi":
		return true
	}
	return false
}

func (x *xfrm) begin(at keys.Place) {
	x.c.log = true
	if x.c.kind == "" {
		x.c.kind = xfrmWithoutSA
	}
	x.sa = &xfrmSA{}
	x.sa.Place = at
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
			sa.encr, sa.encrKey, n = x.algorithmWords(words)
		case "aead":
			sa.encr, sa.encrKey, n = x.algorithmWords(words)
			sa.encrBits, words = bitsWord(words[n:])
			n = 0
		case "auth-trunc":
			sa.integ, sa.integKey, n = x.algorithmWords(words)
			sa.integBits, words = bitsWord(words[n:])
			n = 0
		case "auth":
			name, key, used := x.algorithmWords(words)
			if n = used; sa.integ == "" { // old programs print it behind auth-trunc as well
				sa.integ, sa.integKey = name, key
			}
		case "encap":
			n = 1
			sa.Encap = keys.UDP
		case "espintcp":
			sa.Encap, n = keys.TCP, 1
		case "esn", "esnextra_flag": // iproute2 leaves out the space before a flag that follows
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
// one; a key printed in groups of digits is several words. In a command a key may be
// characters.
func (x *xfrm) algorithmWords(words []string) (name, key string, used int) {
	name, used = word(words, 1), min(2, len(words))
	if _, isHex := cutHexPrefix(word(words, 2)); !isHex {
		if len(words) > 2 && (words[2] == "" || x.sa.command && !xfrmKeyword(words[2])) {
			key = words[2]
			used++
		}
		return name, key, used
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
	switch {
	case strings.HasPrefix(word(words, 0), "$"):
		bits = unknownBits
	case err != nil:
		return 0, words
	}
	return bits, words[1:]
}

// here is the line that is being read; a command is read when it is whole.
func (x *xfrm) here() keys.Place {
	if x.sa.command {
		return x.sa.Place
	}
	return x.c.place
}

func (x *xfrm) address(to *keys.Addr, field, s string) {
	a, err := netip.ParseAddr(s)
	switch {
	case err == nil && a.IsUnspecified(): // any
	case err == nil:
		*to = keys.AddrOf(a)
	case !x.sa.damaged:
		x.sa.damaged = true
		x.c.failAt(x.here(), "", field, variableOr(s, "an address", "want an address"))
	}
}

func (x *xfrm) spi(s string) {
	spi, ok := keys.ParseSPI(s)
	switch {
	case ok && spi.Mask == 1<<32-1:
		x.sa.SPI = spi
	case !x.sa.damaged:
		x.sa.damaged = true
		x.c.failAt(x.here(), "", "spi", variableOr(s, "a number", "want a number of 32 bits"))
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
	var encrs []ipsec.Encr
	for _, bits := range icvs(sa.encrBits) {
		if e, ok := ipsec.ParseKernelEncr(sa.encr, bits); ok && !slices.Contains(encrs, e) {
			encrs = append(encrs, e)
		}
	}
	var integs []ipsec.Integ
	for _, bits := range icvs(sa.integBits) {
		if i, ok := ipsec.ParseKernelInteg(sa.integ, bits); ok && !slices.Contains(integs, i) && (sa.integBits != unknownBits || !i.Unverified()) {
			integs = append(integs, i)
		}
	}
	switch {
	case len(encrs) == 0:
		x.c.failAt(sa.Place, sa.Name(), "encryption algorithm", variableOr(sa.encr, "a name", "unknown, want one as cbc(aes)"))
		return
	case len(integs) == 0:
		x.c.failAt(sa.Place, sa.Name(), "authentication algorithm", variableOr(sa.integ, "a name", "unknown, want one as hmac(sha1)"))
		return
	}
	var ok bool
	if sa.Key, ok = x.key(sa, "encryption key", sa.encrKey); !ok {
		return
	}
	if sa.IntegKey, ok = x.key(sa, "authentication key", sa.integKey); !ok {
		return
	}
	sa.Guessed = len(encrs)+len(integs) > 2
	for _, sa.Encr = range encrs {
		for _, sa.Integ = range integs {
			x.c.addESP(sa.ESP)
		}
	}
}

// unknownBits stands for the length of an ICV that is a variable of the shell.
const unknownBits = -1

// icvs are the lengths that an ICV of so many bits can have.
func icvs(bits int) []int {
	if bits == unknownBits {
		return []int{128, 96, 64, 192, 256}
	}
	return []int{bits}
}

// key reads the digits of a key; without 0x, which a command alone may leave out, the
// characters are the key.
func (x *xfrm) key(sa *xfrmSA, field, s string) (crypt.Secret, bool) {
	switch _, digits := cutHexPrefix(s); {
	case sa.command && strings.Contains(s, "$"):
		x.c.failAt(sa.Place, sa.Name(), field, variableOr(s, "digits", ""))
		return nil, false
	case sa.command && !digits:
		return crypt.Secret(s), true
	}
	return x.c.numbers(sa.Place, sa.Name(), field, s)
}
