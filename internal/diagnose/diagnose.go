package diagnose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Options are what is asked of the rules.
type Options struct {
	Audit  bool // each finding of the audit rules, not only their number
	Faults bool // what is wrong alone: the audit rules are not asked
	Part   bool // the trackers were shown the packets of some peers: what rules need that compare all of them is left to Sources.Part
	Going  bool // the capture goes on: what has no answer may still get one
}

// What is kept of findings at most.
const (
	maxFindings = 1 << 12
	maxEvidence = 16 // of one finding
)

// Findings are what the rules find as of a moment, the worst first.
func (s *Sources) Findings(at time.Time, o Options) []Finding {
	f := s.facts(at)
	f.going = o.Going
	c := newCollection(f)
	if o.Part {
		c.part = f.part()
		s.part = c.part.Part
	}
	c.ask(o, c.add)
	for _, t := range c.ordered {
		c.add(t.told())
	}
	return c.sorted()
}

func newCollection(f *Facts) *collection {
	return &collection{facts: f, claimed: map[Symptom]bool{}, known: map[string]int{}, tallies: map[string]*tally{}}
}

// ask asks the rules, one after the other.
func (c *collection) ask(o Options, found func(Finding)) {
	for i, r := range Rules() {
		if r.Audit && o.Faults || r.Whole && o.Part {
			continue
		}
		c.rank, c.audit = i, r.Audit && !o.Audit
		r.Check(c.facts, func(x Finding) {
			x.Rule = r.ID
			found(x)
		})
		for x := range c.facts.open(r.ID) {
			found(x)
		}
	}
	c.audit = false
}

// A collection is the findings of one run of the rules.
type collection struct {
	facts   *Facts
	all     []ranked
	claimed map[Symptom]bool
	known   map[string]int    // index into all by what makes findings one
	tallies map[string]*tally // by their tunnels
	ordered []*tally          // as they were found
	rank    int               // of the rule that is checked
	audit   bool              // it is an audit rule whose findings are only counted
	part    *parting          // nil: all packets were shown
}

// A ranked finding knows the place of its rule.
type ranked struct {
	Finding
	rank int
}

// add adds a finding, unless its symptoms have a cause already, or it is one that is
// known.
func (c *collection) add(x Finding) {
	fresh := c.claim(&x)
	if len(fresh) == 0 && len(x.Symptoms) > 0 {
		return
	}
	x.Count = max(x.Count, 1)
	if c.audit {
		c.tally(&x)
		return
	}
	k := key(&x)
	if c.part != nil && c.part.keys[k] {
		c.part.leave(x, fresh)
		return
	}
	c.locate(&x)
	if i, ok := c.known[k]; ok {
		c.all[i].join(&x)
		return
	}
	if len(c.all) >= maxFindings {
		return
	}
	c.known[k] = len(c.all)
	x.Remedies = merged(x.Remedies)
	c.all = append(c.all, ranked{x, c.rank})
}

// claim gives x those of its symptoms that belong to no finding before it, and returns them.
func (c *collection) claim(x *Finding) (fresh []Symptom) {
	for _, s := range x.Symptoms {
		if !c.claimed[s] {
			c.claimed[s] = true
			fresh = append(fresh, s)
		}
	}
	return fresh
}

// key is what findings have in common that are one.
func key(x *Finding) string {
	return x.Rule + " " + x.Group() + " " + x.Summary
}

// Group is what findings about the same tunnel, whoever began it, have in common; "" is
// the group of those about none.
func (x *Finding) Group() string {
	t := x.Tunnel
	if t == nil {
		return ""
	}
	low, high := t.Initiator.Addr(), t.Responder.Addr()
	if high.Less(low) {
		low, high = high, low
	}
	return low.String() + " " + high.String()
}

// join adds what was found once more.
func (x *ranked) join(again *Finding) {
	x.Count += again.Count
	x.Severity = max(x.Severity, again.Severity)
	x.Certainty = max(x.Certainty, again.Certainty)
	if x.First.IsZero() || !again.First.IsZero() && again.First.Before(x.First) {
		x.First = again.First
	}
	if again.Last.After(x.Last) {
		x.Last = again.Last
	}
	for _, e := range again.Evidence {
		if len(x.Evidence) < maxEvidence && !slices.Contains(x.Evidence, e) {
			x.Evidence = append(x.Evidence, e)
		}
	}
	if t, u := x.Tunnel, again.Tunnel; t != nil && u != nil {
		for _, spi := range u.ESP {
			if len(t.ESP) < maxEvidence && !slices.Contains(t.ESP, spi) {
				t.ESP = append(t.ESP, spi)
			}
		}
	}
}

// locate fills in the captures of the evidence, and its first and last time.
func (c *collection) locate(x *Finding) {
	x.Evidence = x.Evidence[:min(len(x.Evidence), maxEvidence)]
	for i := range x.Evidence {
		e := &x.Evidence[i]
		if e.Frame > 0 {
			e.File, e.Number = c.facts.Frames.Place(e.Frame)
		}
		if e.Time.IsZero() {
			continue
		}
		if x.First.IsZero() || e.Time.Before(x.First) {
			x.First = e.Time
		}
		if e.Time.After(x.Last) {
			x.Last = e.Time
		}
	}
}

// A tally is the settings of one tunnel that audit rules find, where they are only
// counted.
type tally struct {
	finding  Finding
	settings []string // each once, however often it was negotiated
}

// Settings of one tunnel.
const (
	maxSettings   = 64
	namedSettings = 8 // in the summary
)

// tally counts x, the finding of an audit rule.
func (c *collection) tally(x *Finding) {
	k := x.Group()
	t := c.tallies[k]
	if t == nil {
		if len(c.tallies) >= maxFindings {
			return
		}
		t = &tally{finding: Finding{Rule: "audit", Severity: Note, Certainty: Certain, Tunnel: x.Tunnel, Count: 1}}
		c.tallies[k] = t
		c.ordered = append(c.ordered, t)
	}
	if len(t.settings) < maxSettings && !slices.Contains(t.settings, x.Setting) {
		t.settings = append(t.settings, x.Setting)
		t.finding.Evidence = append(t.finding.Evidence, x.Evidence...)
	}
}

// told is the note on all settings of a tunnel.
func (t *tally) told() Finding {
	n, x := len(t.settings), t.finding
	names := strings.Join(t.settings[:min(n, namedSettings)], ", ")
	if n > namedSettings {
		names += ", ..."
	}
	x.Summary = fmt.Sprintf("%d settings are deprecated: %s; --audit tells each", n, names)
	if n == 1 {
		x.Summary = "1 setting is deprecated: " + names + "; --audit tells more of it"
	}
	return x
}

// sorted are the findings, the worst first; of equals those on settings that work last,
// then the surest first, then those of the rules that stand first, then in the order of
// the capture.
func (c *collection) sorted() []Finding {
	slices.SortStableFunc(c.all, func(a, b ranked) int {
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity), compareAudit(&a.Finding, &b.Finding), cmp.Compare(b.Certainty, a.Certainty),
			cmp.Compare(a.rank, b.rank), a.First.Compare(b.First),
		)
	})
	out := make([]Finding, len(c.all))
	for i := range c.all {
		out[i] = c.all[i].Finding
	}
	return out
}

// compareAudit compares findings by whether they judge settings that work.
func compareAudit(a, b *Finding) int {
	is := func(x *Finding) int {
		if x.Rule == "audit" || strings.HasPrefix(x.Rule, "audit.") {
			return 1
		}
		return 0
	}
	return cmp.Compare(is(a), is(b))
}

// Line is the finding as a router would log it:
// "%CRYPTO-3-IKE_PSK: the pre-shared keys differ".
func (x *Finding) Line() string {
	facility := "CRYPTO"
	switch {
	case strings.HasPrefix(x.Rule, "nat."):
		facility = "NAT"
	case strings.HasPrefix(x.Rule, "cdp."):
		facility = "CDP"
	}
	mnemonic := strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(x.Rule))
	return fmt.Sprintf("%%%s-%d-%s: %s", facility, x.Severity.Level(), mnemonic, x.Summary)
}

// Address is an endpoint as people write it: without a port of IKE.
func Address(a netip.AddrPort) string {
	switch a.Port() {
	case 0, isakmp.Port, isakmp.PortNATT:
		return a.Addr().String()
	}
	return a.String()
}
