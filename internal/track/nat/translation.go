package nat

import (
	"net/netip"
	"time"
)

// A Translation is an inside flow and the outside flow that it became, in IOS's
// words: local is what the inside network sees, global what the outside does.
type Translation struct {
	Key
	Inside, Outside string // interfaces
	First, Last     time.Time
	FirstFrame      uint64
	Out, In         uint64 // packets recognised on both sides, each way
	Bytes           uint64
	Evidence        Evidence
	Tunnelled       bool // it was inside ESP on one side
	Hairpin         bool // both sides are one interface
}

// A Key tells a Translation.
type Key struct {
	Protocol      uint8
	InsideGlobal  netip.AddrPort
	InsideLocal   netip.AddrPort
	OutsideLocal  netip.AddrPort
	OutsideGlobal netip.AddrPort
}

// Evidence is how packets were recognised.
type Evidence struct {
	Packets uint64 // by their print, one hop further
	SameHop uint64 // by their print alone
	Errors  uint64 // by an ICMP error that returned them
	Weak    uint64 // of Packets and SameHop: of little data and no identification
}

// Untouched reports whether nothing was translated: the flow was only routed.
func (k *Key) Untouched() bool {
	return k.InsideLocal == k.InsideGlobal && k.OutsideLocal == k.OutsideGlobal
}

// Confidence is how sure the translation is, from 0 to 1. One packet that was
// recognised by its data and one hop further is worth three quarters, and what is
// left halves with each other.
func (t *Translation) Confidence() float64 {
	strong := t.Evidence.Packets + t.Evidence.Errors - min(t.Evidence.Weak, t.Evidence.Packets)
	weak := t.Evidence.SameHop + min(t.Evidence.Weak, t.Evidence.Packets)
	doubt := 1.0
	for range min(strong, 12) {
		if doubt == 1 {
			doubt = 0.25
		} else {
			doubt /= 2
		}
	}
	for range min(weak, 12) {
		doubt *= 0.75
	}
	if t.Out > 0 && t.In > 0 { // seen both ways
		doubt /= 2
	}
	return 1 - doubt
}
