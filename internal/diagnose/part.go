package diagnose

import (
	"iter"
	"net/netip"
)

// A Part is what the packets of some peers tell the rules that compare all: see Rule.Whole. Its
// frames are numbered as in the run that was shown these packets.
type Part struct {
	Floods  []*Flood
	Links   []*Link
	Outside []string     // interfaces that translations lead to
	Globals []netip.Addr // their inside global addresses
	Open    []Open
}

// An Open finding is not told with those of its part: it has symptoms that a rule which compares all
// may explain, or be explained by.
type Open struct {
	Finding // without Symptoms and Neighbors
	Claims  []Claim
	Own     bool // it has symptoms that no other part knows of
}

// A Claim is a Symptom that rules of several parts may find.
type Claim struct {
	Kind SymptomKind
	SPI  SPI
	Ends [2]netip.Addr // of Silent
}

// symptom is c as the rules of all have it.
func (c *Claim) symptom() Symptom {
	if c.Kind == Silent {
		return Symptom{c.Kind, c.Ends}
	}
	return Symptom{c.Kind, c.SPI}
}

// Part is what the last Findings that were asked of a part have left; nil without.
func (s *Sources) Part() *Part { return s.part }

// Frames are the numbers of the frames that p tells of; the zero of none are left out.
func (p *Part) Frames() iter.Seq[*uint64] {
	return func(yield func(*uint64) bool) {
		var all []*uint64
		for _, x := range p.Floods {
			all = append(all, &x.Frame, &x.CookieFrame)
		}
		for i := range p.Open {
			for k := range p.Open[i].Evidence {
				all = append(all, &p.Open[i].Evidence[k].Frame)
			}
		}
		for _, frame := range all {
			if *frame > 0 && !yield(frame) {
				return
			}
		}
	}
}

// A parting is a Part in the making.
type parting struct {
	*Part
	may  map[Symptom]Claim // those that rules may explain which compare all
	keys map[string]bool   // of findings that are open
}

// part is what f tells of a part, without findings. A finding is open if another is that would be one
// with it.
func (f *Facts) part() *parting {
	p := &parting{&Part{Links: f.negotiated()}, map[Symptom]Claim{}, map[string]bool{}}
	for _, x := range f.floods() {
		p.Floods = append(p.Floods, x)
		p.mayExplain(x.symptoms())
	}
	for _, s := range p.Links {
		p.mayExplain(s.symptoms())
	}
	var globals map[netip.Addr]bool
	p.Outside, globals = f.behindNAT()
	for a := range globals {
		p.Globals = append(p.Globals, a)
	}
	c := newCollection(f)
	c.ask(Options{Part: true, Faults: true}, func(x Finding) {
		for _, s := range c.claim(&x) {
			if _, ok := p.may[s]; ok {
				p.keys[key(&x)] = true
			}
		}
	})
	return p
}

// mayExplain notes symptoms that a rule may explain which compares all.
func (p *parting) mayExplain(list []Symptom) {
	for _, s := range list {
		switch of := s.Of.(type) {
		case SPI:
			p.may[s] = Claim{Kind: s.Kind, SPI: of}
		case [2]netip.Addr:
			p.may[s] = Claim{Kind: s.Kind, Ends: of}
		}
	}
}

// leave leaves x open, with the symptoms that no finding before it has.
func (p *parting) leave(x Finding, fresh []Symptom) {
	open := Open{Finding: x, Own: len(x.Symptoms) == 0}
	open.Symptoms, open.Neighbors = nil, nil
	for _, s := range fresh {
		if claim, ok := p.may[s]; ok {
			open.Claims = append(open.Claims, claim)
		} else {
			open.Own = true
		}
	}
	p.Open = append(p.Open, open)
}

// open are the findings of a rule that the parts have left open.
func (f *Facts) open(rule string) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		for _, p := range f.Parts {
			for i := range p.Open {
				o := &p.Open[i]
				if o.Rule != rule {
					continue
				}
				x := o.Finding
				for k := range o.Claims {
					x.Symptoms = append(x.Symptoms, o.Claims[k].symptom())
				}
				if o.Own {
					x.Symptoms = append(x.Symptoms, Symptom{Failed, o})
				}
				if !yield(x) {
					return
				}
			}
		}
	}
}
