package forms

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// childOf is the thread's child, made if there is none.
func (w *strongswan) childOf(t *charonThread) *charonChild {
	if t.child == nil {
		t.child = &charonChild{}
	}
	return t.child
}

// childLine reads a line of chd that is no dump.
func (w *strongswan) childLine(t *charonThread, text string) {
	text = strings.TrimSpace(text)
	if what, ok := strings.CutPrefix(text, "using "); ok {
		if t.child != nil && t.child.hasKeys {
			w.endChild(t)
		}
		if name, ok := strings.CutSuffix(what, " for encryption"); ok {
			w.childOf(t).encr = strings.Clone(name)
		} else if name, ok := strings.CutSuffix(what, " for integrity"); ok {
			w.childOf(t).integ = strings.Clone(name)
		}
		return
	}
	switch {
	case t.child == nil:
	case strings.HasPrefix(text, "adding inbound ESP"):
		t.inbound = true
	case strings.HasPrefix(text, "adding outbound ESP"), strings.HasPrefix(text, "registering outbound ESP"):
		t.inbound = false
	case strings.HasPrefix(text, "SPI 0x"):
		t.installed(text)
		if t.child.installed == [2]bool{true, true} {
			w.endChild(t)
		}
	}
}

// established reads "CHILD_SA net{1} established with SPIs bab47d1e_i 7666024c_o and
// TS ...", which ike has at level 1, for logs without the lines of chd that say more.
func (w *strongswan) established(t *charonThread, text string) {
	h := t.child
	if h == nil || !h.hasKeys {
		return
	}
	_, list, _ := strings.Cut(text, " with SPIs ")
	words := strings.Fields(list)
	for which, suffix := range [...]string{"_i", "_o"} {
		digits, ok := strings.CutSuffix(word(words, which), suffix)
		if spi, known := keys.ParseSPI("0x" + digits); ok && known && !h.installed[which] {
			h.spi[which], h.installed[which] = spi, true
		}
	}
	w.endChild(t)
}

// installed reads "SPI 0xb39ce1d2, src 10.1.0.2 dst 10.1.0.1".
func (t *charonThread) installed(text string) {
	words := strings.Fields(strings.ReplaceAll(text, ",", ""))
	if len(words) < 6 || words[2] != "src" || words[4] != "dst" {
		return
	}
	which := 1
	if t.inbound {
		which = 0
	}
	h := t.child
	var ok [3]bool
	h.spi[which], ok[0] = keys.ParseSPI(words[1])
	h.src[which], ok[1] = keys.ParseAddr(words[3])
	h.dst[which], ok[2] = keys.ParseAddr(words[5])
	h.installed[which] = ok == [3]bool{true, true, true}
}

// endChild keeps both SAs of the thread's child. The direction of each key follows
// from which peer began the exchange. If the log does not have that, the ICVs
// decide.
func (w *strongswan) endChild(t *charonThread) {
	h := t.child
	t.child = nil
	if h == nil || !h.hasKeys {
		return
	}
	for which := range h.spi {
		e := keys.ESP{
			Place: h.place, Src: h.src[which], Dst: h.dst[which], SPI: h.spi[which], PFSSharedSecret: h.pfs,
			IKE: t.spis[0], MessageID: t.id, HasMessageID: t.hasID,
		}
		switch {
		case t.exchange == "" || !h.installed[which]:
			e.Guessed = true
			w.keyed(h, t, e, 0)
			w.keyed(h, t, e, 1)
			if !h.installed[0] && !h.installed[1] {
				return // both SAs would be the same
			}
		case (which == 1) == !t.request: // what the initiator sends
			w.keyed(h, t, e, 0)
		default:
			w.keyed(h, t, e, 1)
		}
	}
}

// keyed keeps e with the keys of one side, 0 for the initiator's.
func (w *strongswan) keyed(h *charonChild, t *charonThread, e keys.ESP, side int) {
	e.Key, e.IntegKey = h.keys[side], h.integKeys[side]
	if len(e.Key)+len(e.IntegKey) == 0 {
		return
	}
	e.ESN = strings.Contains(t.esp+"/", "/EXT_SEQ/")
	if h.encr == "" && h.integ == "" {
		if !w.proposed(&e, t.esp) {
			e.Guessed = true // the proposal is that of another exchange, if any
			if !w.proposed(&e, w.esp) {
				w.c.addGuessed(e)
				return
			}
		}
		w.c.addESP(e)
		return
	}
	e.Encr = ipsec.EncrNull
	ok := true
	if h.encr != "" {
		e.Encr, _, ok = ipsec.ParseEncr(h.encr)
	}
	if ok && h.integ != "" {
		e.Integ, ok = ipsec.ParseInteg(h.integ)
	}
	if !ok {
		w.c.failAt(h.place, e.Name(), "algorithms", "unknown")
		return
	}
	w.c.addESP(e)
}

// proposed names e's algorithms by a proposal, "AES_GCM_16_256/NO_EXT_SEQ", and
// reports whether they fit its keys.
func (w *strongswan) proposed(e *keys.ESP, proposal string) bool {
	n := *e
	n.Encr, n.Integ = ipsec.EncrNull, ipsec.IntegNone
	bits := 0
	for name := range strings.SplitSeq(proposal, "/") {
		if encr, b, ok := ipsec.ParseEncr(name); ok {
			n.Encr, bits = encr, b
		} else if integ, ok := ipsec.ParseInteg(name); ok && name != "" {
			n.Integ = integ
		}
	}
	if m, err := n.Encr.Material(bits); bits != 0 && (err != nil || m != len(n.Key)) || n.Encr == ipsec.EncrNull && len(n.Key) > 0 || n.Check() != nil {
		return false
	}
	*e = n
	return true
}
