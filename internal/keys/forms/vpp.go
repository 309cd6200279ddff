package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A vpp reads what FD.io VPP prints for "show ikev2 sa details":
//
//	iip 192.168.100.2 ispi 3f4910656249f831 rip 192.168.100.3 rspi 361d287720d78d15
//	encr:aes-cbc-256 prf:hmac-sha1 integ:sha1-96 dh-group:modp-2048
//	  nonce i:ec46...
//	        r:242e...
//	  SK_d    9e01...
//	  SK_a  i:e7cb...
//	        r:6fc4...
//	  child sa 0:encr:aes-cbc-192 integ:sha1-96 esn:yes
//	    spi(i) c53a42de spi(r) 573e93e
//	    SK_e  i:9066...
//	          r:ecb0...
type vpp struct {
	c        *collector
	sa       *keys.IKE
	i, r     keys.Addr // the addresses of both ends
	child    *vppChild
	name     string // what the line "r:" that comes next is of
	children []*vppChild
}

// A vppChild is a pair of ESP SAs. Index 0 is what the initiator sends.
type vppChild struct {
	sa [2]keys.ESP
}

// end keeps the last SA.
func (v *vpp) end() { v.keep() }

func (v *vpp) line(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 {
		return false
	}
	if i := index(words, "iip"); i >= 0 && word(words, i+2) == "ispi" && word(words, i+6) == "rspi" {
		v.begin(words[i:])
		return true
	}
	if v.sa == nil {
		return false
	}
	switch {
	case strings.HasPrefix(strings.TrimSpace(s), "child sa "):
		v.child = &vppChild{}
		for side := range v.child.sa {
			v.child.sa[side] = keys.ESP{Place: v.c.place, IKE: v.sa.InitiatorSPI}
		}
		v.child.sa[0].Src, v.child.sa[0].Dst = v.i, v.r
		v.child.sa[1].Src, v.child.sa[1].Dst = v.r, v.i
		v.children = append(v.children, v.child)
		_, rest, _ := strings.Cut(words[min(2, len(words)-1)], ":")
		v.algorithms(append([]string{rest}, words[min(3, len(words)):]...))
	case strings.HasPrefix(words[0], "encr:"):
		v.algorithms(words)
	case words[0] == "spi(i)" && v.child != nil:
		// An end chooses the SPI of what it receives.
		v.spi(1, word(words, 1))
		v.spi(0, word(words, 3))
	case words[0] == "SK_d":
		v.key("SK_d", "", word(words, 1))
	case strings.HasPrefix(words[0], "SK_") || words[0] == "nonce":
		v.name = words[0]
		v.side(word(words, 1))
	case strings.HasPrefix(words[0], "r:") && v.name != "":
		v.side(words[0])
		v.name = ""
	default:
		return false
	}
	return true
}

func index(words []string, w string) int {
	for i := range words {
		if words[i] == w {
			return i
		}
	}
	return -1
}

// begin reads the line that begins an SA. Leading zeros are not printed.
func (v *vpp) begin(words []string) {
	v.keep()
	v.c.log = true
	i, err1 := strconv.ParseUint(words[3], 16, 64)
	r, err2 := strconv.ParseUint(word(words, 7), 16, 64)
	a, ok1 := keys.ParseAddr(words[1])
	b, ok2 := keys.ParseAddr(words[5])
	if err1 != nil || err2 != nil || !ok1 || !ok2 {
		v.c.fail("", "IKE SA", "want two addresses and two SPIs")
		return
	}
	v.sa, v.i, v.r = &keys.IKE{Place: v.c.place, Version: 2, InitiatorSPI: i, ResponderSPI: r}, a, b
}

// algorithms reads "encr:aes-cbc-256 prf:hmac-sha1 integ:sha1-96 esn:yes".
func (v *vpp) algorithms(words []string) {
	for _, w := range words {
		kind, name, _ := strings.Cut(w, ":")
		if name == "" {
			continue
		}
		ok := true
		switch kind {
		case "encr":
			var e ipsec.Encr
			var bits int
			if e, bits, ok = ipsec.ParseEncr(name); v.child == nil {
				v.sa.Encr, v.sa.KeyBits = e, bits
			} else {
				v.child.sa[0].Encr, v.child.sa[1].Encr = e, e
			}
		case "integ":
			var i ipsec.Integ
			if i, ok = vppInteg(name); v.child == nil {
				v.sa.Integ = i
			} else {
				v.child.sa[0].Integ, v.child.sa[1].Integ = i, i
			}
		case "prf":
			v.sa.PRF, ok = ipsec.ParsePRF(name)
		case "esn":
			if v.child != nil {
				v.child.sa[0].ESN, v.child.sa[1].ESN = name == "yes", name == "yes"
			}
		}
		if !ok {
			v.c.fail(v.sa.Name(), kind, "unknown algorithm")
		}
	}
}

// vppInteg is an algorithm by VPP's name of it, which leaves out "hmac-".
func vppInteg(s string) (ipsec.Integ, bool) {
	for _, prefix := range [...]string{"", "hmac-", "aes-"} {
		if i, ok := ipsec.ParseInteg(prefix + s); ok {
			return i, true
		}
	}
	return 0, false
}

func (v *vpp) spi(side int, s string) {
	if n, err := strconv.ParseUint(s, 16, 32); err == nil {
		v.child.sa[side].SPI = keys.SPIOf(uint32(n))
	}
}

// side reads "i:DIGITS" or "r:DIGITS" of the name that stands before it.
func (v *vpp) side(s string) {
	side, digits, ok := strings.Cut(s, ":")
	if ok && (side == "i" || side == "r") {
		v.key(v.name, side, digits)
	}
}

// key puts a key where it belongs.
func (v *vpp) key(name, side, digits string) {
	b, ok := v.c.hexField(v.sa.Name(), name+side, digits)
	if !ok {
		return
	}
	if v.child != nil {
		sa := &v.child.sa[0]
		if side == "r" {
			sa = &v.child.sa[1]
		}
		switch name {
		case "SK_e":
			sa.Key = b
		case "SK_a":
			sa.IntegKey = b
		}
		return
	}
	switch name + side {
	case "noncei":
		v.sa.NonceI = b
	case "noncer":
		v.sa.NonceR = b
	case "SK_d":
		v.sa.SKd = b
	case "SK_ai":
		v.sa.SKai = b
	case "SK_ar":
		v.sa.SKar = b
	case "SK_ei":
		v.sa.SKei = b
	case "SK_er":
		v.sa.SKer = b
	case "SK_pi":
		v.sa.SKpi = b
	case "SK_pr":
		v.sa.SKpr = b
	}
}

// keep keeps the SA whose lines are over, and its children. Without details
// there are no keys.
func (v *vpp) keep() {
	if v.sa == nil {
		return
	}
	if !v.sa.HasSecret() {
		v.c.failAt(v.sa.Place, v.sa.Name(), "keys", `not here; VPP prints them for "show ikev2 sa details"`)
	}
	v.c.addIKE(*v.sa)
	for _, h := range v.children {
		for _, e := range h.sa {
			if e.Keyed() {
				v.c.addESP(e)
			}
		}
	}
	v.sa, v.child, v.children, v.name = nil, nil, nil, ""
}
