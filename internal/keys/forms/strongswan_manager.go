package forms

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/keys"
)

// A charonRekeyed is an SA that took the place of another: its SPIs are named when it
// is checked in, be it by another thread.
type charonRekeyed struct {
	ike  *keys.IKE
	from [2]uint64 // the SPIs of the other
}

// manager reads a line of mgr, which names the thread's SA: "checkin IKEv2 SA
// net[1] with SPIs 47389586010477d4_i 5e430e855656f69d_r". A thread checks out one
// SA, and checks it in at last; what it checks in before has taken its place.
func (w *strongswan) manager(t *charonThread, text string) {
	if !strings.HasPrefix(text, "check") {
		return
	}
	_, list, ok := strings.Cut(text, " with SPIs ")
	if !ok {
		return
	}
	words := strings.Fields(list)
	if len(words) < 2 {
		return
	}
	i, okI := parseSPI64(strings.TrimSuffix(words[0], "_i"))
	r, okR := parseSPI64(strings.TrimSuffix(words[1], "_r"))
	if !okI || !okR {
		return
	}
	if t == w.threads[journal] {
		return // of which thread it is, is not known
	}
	spis := [2]uint64{i, r}
	switch {
	case strings.HasPrefix(text, "checkout"):
		w.endIKE(t)
		w.endChild(t)
		t.spis, t.exchange, t.esp = spis, "", ""
	case t.spis == [2]uint64{}: // the log begins behind its checkout
		t.spis = spis
		if t.ike != nil && r != 0 {
			w.name(t.ike, spis)
		}
		w.endIKE(t)
	case t.spis[1] == 0 || t.spis[0] == i: // the SA itself, whose responder's SPI may be new
		t.spis = spis
		w.endIKE(t)
	case r != 0:
		w.replacement(t, spis)
	}
}

// replacement names the SA that the thread checks in beside its own. Of two that
// took its place at the same time, one by each peer, it is not known which this is:
// their keys are left without SPIs, and tried on every IKE SA.
func (w *strongswan) replacement(t *charonThread, spis [2]uint64) {
	if k := t.ike; k != nil {
		t.rekeyed = true
		if k.Version == 0 {
			k = nil
		}
	}
	w.endIKE(t)
	w.old[spis] = true
	var found *charonRekeyed
	for i := range w.waiting {
		if x := &w.waiting[i]; x.from == t.spis {
			if found != nil {
				return
			}
			found = x
		}
	}
	if found == nil || w.used[spis] {
		return
	}
	w.name(found.ike, spis)
	w.c.addIKE(*found.ike)
	w.waiting = slices.DeleteFunc(w.waiting, func(x charonRekeyed) bool { return x.ike == found.ike })
}

// endWaiting keeps the SAs that were never named.
func (w *strongswan) endWaiting() {
	for _, x := range w.waiting {
		w.c.addIKE(*x.ike)
	}
	w.waiting = w.waiting[:0]
}

// name sets the SPIs of k.
func (w *strongswan) name(k *keys.IKE, spis [2]uint64) {
	k.InitiatorSPI, k.ResponderSPI = spis[0], spis[1]
	w.used[spis] = true
}
