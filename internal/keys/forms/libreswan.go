package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A libreswan reads the log of libreswan's or Openswan's pluto with
// plutodebug=private,crypt. The keys of an IKE SA are in lines that the tcpdump
// form reads; those of an ESP SA are dumps, and a later line names the SA:
//
//	| our  keymat
//	|   87 ba a5 46  69 74 1d d0  98 09 72 d0  31 6e 56 66
//	| peer keymat
//	|   21 72 79 4e  2d 12 28 b7  5e 90 eb 1c  e7 80 e2 4d
//	"net" #2: responder established Child SA using #1; ... {ESP/ESN=>0xda9c4815 <0xb742ca42 xfrm=AES_GCM_16_256-NONE ...}
//
// "Our" keys are of the inbound SA. Where a child is rekeyed the line says "rekeyed".
// The salts of an IKE SA with an AEAD cipher are dumps as well; its "ikev2" lines lack
// them.
type libreswan struct {
	c      *collector
	place  keys.Place
	dump   *dump
	keymat [2]dump // 0 ours, 1 the peer's
	salt   dump
}

func (l *libreswan) end() { l.unnamed() }

func (l *libreswan) line(s string) bool {
	text, debug := plutoText(s)
	switch {
	case debug && strings.HasPrefix(text, "our") && isKeymat(text[3:]):
		l.unnamed()
		l.begin(0)
		l.place = l.c.place
	case debug && strings.HasPrefix(text, "peer") && isKeymat(text[4:]):
		l.begin(1)
	case debug && strings.Contains(text, " salt extracted len "):
		l.c.log = true
		l.salt = dump{want: maxSalt}
		l.dump = &l.salt
	case debug && l.dump == &l.salt && text == "unwrapped:":
	case debug && l.dump != nil && l.dump.row(text):
		if l.dump == &l.salt {
			l.c.salts.add(l.salt.bytes)
			l.dump = nil
		}
	case strings.Contains(s, "{ESP") && (strings.Contains(s, "established") || strings.Contains(s, "rekeyed")):
		l.c.log = true
		l.dump = nil
		l.established(s)
	default:
		l.dump = nil
		return false
	}
	return true
}

// plutoText is what follows the "| " of a line of debugging.
func plutoText(s string) (text string, debug bool) {
	if i := strings.Index(s, "| "); i >= 0 {
		return strings.TrimSpace(s[i+2:]), true
	}
	return s, false
}

func isKeymat(s string) bool {
	return strings.HasPrefix(strings.TrimSpace(s), "keymat")
}

func (l *libreswan) begin(side int) {
	l.c.log = true
	l.keymat[side] = dump{want: -1}
	l.dump = &l.keymat[side]
}

// unnamed keeps keys without a line that names their SA.
func (l *libreswan) unnamed() {
	for _, d := range l.keymat {
		if len(d.bytes) > 0 {
			l.c.addKeymat(keys.ESP{Place: l.place}, d.bytes)
		}
	}
	l.keymat = [2]dump{}
}

// established reads "{ESPinUDP/ESN=>0x2f836478 <0xdf91b36d
// xfrm=AES_CBC_256-HMAC_SHA2_256_128 NATD=192.168.64.8:4500 ...}": the peer's
// SPI, ours, and the algorithms.
func (l *libreswan) established(s string) {
	_, s, _ = strings.Cut(s, "{")
	words := strings.Fields(s)
	what, peer, _ := strings.Cut(word(words, 0), "=>")
	spis := [2]string{strings.TrimPrefix(word(words, 1), "<"), peer}
	encr, integ, known := plutoTransform(word(words, 2))
	for side, d := range l.keymat {
		e := keys.ESP{Place: l.place, ESN: strings.Contains(what, "ESN"), Encap: plutoEncap(what, s)}
		var ok bool
		if e.SPI, ok = keys.ParseSPI(spis[side]); !ok || len(d.bytes) == 0 {
			continue
		}
		n, err := encr.bytes(len(d.bytes), integ)
		switch {
		case !known:
			l.c.addKeymat(e, d.bytes)
		case err != nil:
			l.c.failAt(l.place, e.Name(), "keymat", err.Error())
		default:
			e.Encr, e.Integ, e.Key, e.IntegKey = encr.encr, integ, d.bytes[:n], d.bytes[n:]
			l.c.addESP(e)
		}
	}
	l.keymat = [2]dump{}
}

// plutoEncap returns the encapsulation, of which older versions print the port only.
func plutoEncap(what, rest string) keys.Encap {
	switch {
	case strings.Contains(what, "inUDP"):
		return keys.UDP
	case strings.Contains(what, "inTCP"):
		return keys.TCP
	}
	if _, natd, ok := strings.Cut(rest, "NATD="); ok && strings.Contains(strings.Fields(natd + " ")[0], ":") {
		return keys.UDP
	}
	return keys.Native
}

// A sized is an encryption algorithm with a key length, 0 where none is named.
type sized struct {
	encr ipsec.Encr
	bits int
}

// bytes is how many of keymat's bytes are the encryption key.
func (s sized) bytes(keymat int, integ ipsec.Integ) (int, error) {
	n := keymat - integ.KeyLen()
	if s.bits != 0 {
		var err error
		if n, err = s.encr.Material(s.bits); err != nil {
			return 0, err
		}
	}
	if n < 0 || n+integ.KeyLen() != keymat {
		return 0, &ipsec.KeyLengthError{
			Transform: s.encr.String() + " and " + integ.String(), Got: keymat,
			Want: ipsec.Lengths{Min: max(n, 0) + integ.KeyLen(), Max: max(n, 0) + integ.KeyLen()},
		}
	}
	return n, s.encr.CheckKey(n)
}

// plutoTransform reads "xfrm=AES_CBC_256-HMAC_SHA2_256_128-MODP2048".
func plutoTransform(s string) (sized, ipsec.Integ, bool) {
	s, ok := strings.CutPrefix(s, "xfrm=")
	names := strings.Split(strings.TrimRight(s, "}"), "-")
	name := strings.Replace(names[0], "_C_", "_16_", 1) // as pluto called the longest ICV once
	encr, bits, ok2 := ipsec.ParseEncr(name)
	if !ok2 {
		// 3DES_CBC_192 and the like.
		var n int
		var err error
		if i := strings.LastIndexByte(name, '_'); i > 0 {
			n, err = strconv.Atoi(name[i+1:])
			encr, _, ok2 = ipsec.ParseEncr(name[:i])
			bits, ok2 = n, ok2 && err == nil
		}
	}
	integ, ok3 := ipsec.IntegNone, true
	if len(names) > 1 {
		if integ, ok3 = ipsec.ParseInteg(names[1]); !ok3 {
			integ, ok3 = plutoInteg(strings.TrimPrefix(names[1], "HMAC_"))
		}
	}
	return sized{encr, bits}, integ, ok && ok2 && ok3
}
