package forms

import (
	"net/netip"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A routeros reads what MikroTik's RouterOS prints for "/ip ipsec installed-sa
// print", whose lines break in the middle of keys:
//
//	0   E spi=0xE841441 src-address=150.0.0.150 dst-address=50.0.0.50 state=mature
//	      auth-algorithm=sha256 enc-algorithm=aes-cbc enc-key-size=256
//	      auth-key="61a63f8976fa4d3fae084cb927cc835b0a0c74a1b1d2fc6630198d1f150199
//	        03"
//	      enc-key="642751166df786565ca2e16a10ce4d7d647864354f4eca50490d58bde647ad9
//	       b"
type routeros struct {
	c      *collector
	place  keys.Place
	values map[string]string // of the SA whose lines are being read, nil for none
	open   string            // the value whose quote has not ended
}

// end keeps the last SA.
func (r *routeros) end() { r.keep() }

func (r *routeros) line(s string) bool {
	if r.values != nil && r.open != "" {
		r.more(s)
		return true
	}
	words := strings.Fields(s)
	if i := spiWord(words); i >= 0 {
		r.keep()
		r.c.log = true
		r.place, r.values = r.c.place, make(map[string]string)
		words = words[i:]
	}
	if r.values == nil || len(words) == 0 || !strings.Contains(words[0], "=") {
		return false
	}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok || len(r.values) > maxStatement {
			continue
		}
		value, quoted := strings.CutPrefix(value, `"`)
		value, _, closed := strings.Cut(value, `"`)
		r.values[name] = value
		if quoted && !closed {
			r.open = name
		}
	}
	return true
}

// spiWord is where an SA's line has its SPI, -1 for no such line. Other programs
// write "spi=" too, but no address behind it.
func spiWord(words []string) int {
	at := -1
	for i, w := range words {
		switch {
		case strings.HasPrefix(w, "spi="):
			at = i
		case strings.HasPrefix(w, "src-address=") && at >= 0:
			return at
		}
	}
	return -1
}

// more goes on with a value that the end of a line broke.
func (r *routeros) more(s string) {
	value, closed := strings.CutSuffix(strings.TrimSpace(s), `"`)
	if len(r.values[r.open])+len(value) > 2*maxKey {
		closed = true
	} else {
		r.values[r.open] += value
	}
	if closed {
		r.open = ""
	}
}

// keep keeps the SA whose lines are over.
func (r *routeros) keep() {
	v := r.values
	r.values, r.open = nil, ""
	if v == nil || v["enc-key"] == "" && v["auth-key"] == "" {
		return
	}
	e := keys.ESP{Place: r.place}
	spi, _ := cutHexPrefix(v["spi"])
	var ok bool
	if e.SPI, ok = keys.ParseSPI("0x" + spi); !ok {
		r.c.failAt(r.place, "", "spi", "want up to 8 hexadecimal digits")
		return
	}
	e.Src, e.Dst = routerosAddr(v["src-address"]), routerosAddr(v["dst-address"])
	if e.Encap = keys.Native; strings.HasSuffix(v["src-address"], ":4500") || strings.HasSuffix(v["dst-address"], ":4500") {
		e.Encap = keys.UDP
	}
	if e.Encr, ok = routerosEncr(v["enc-algorithm"]); !ok {
		r.c.failAt(r.place, e.Name(), "enc-algorithm", "unknown")
		return
	}
	if e.Integ, ok = plutoInteg(v["auth-algorithm"]); !ok {
		r.c.failAt(r.place, e.Name(), "auth-algorithm", "unknown")
		return
	}
	if e.Key, ok = r.c.numbers(r.place, e.Name(), "enc-key", v["enc-key"]); !ok {
		return
	}
	if e.IntegKey, ok = r.c.numbers(r.place, e.Name(), "auth-key", v["auth-key"]); ok {
		r.c.addESP(e)
	}
}

func routerosEncr(s string) (ipsec.Encr, bool) {
	if s == "" {
		return ipsec.EncrNull, true
	}
	e, _, ok := ipsec.ParseEncr(s)
	return e, ok
}

// routerosAddr is an address, which a colon and a port may follow.
func routerosAddr(s string) keys.Addr {
	if a, err := netip.ParseAddr(s); err == nil {
		return keys.AddrOf(a)
	}
	if p, err := netip.ParseAddrPort(s); err == nil {
		return keys.AddrOf(p.Addr())
	}
	return keys.Addr{}
}
