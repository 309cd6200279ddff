package forms

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/keys"
)

// survive parses text, and asks of what comes of it what holds of any file.
func survive(t *testing.T, s *keys.Set) {
	if len(s.Problems) > maxProblems+2 {
		t.Errorf("%d problems", len(s.Problems))
	}
	for _, p := range s.Problems {
		if text := p.Error(); len(text) > 300 || strings.ContainsAny(text, "\n\r\x00\x1b") {
			t.Errorf("%q", text)
		}
	}
	r := keys.NewRing(s)
	for _, form := range Written() {
		b, _, err := Append(nil, r, form)
		if err != nil {
			t.Error(err)
		}
		if form != "json" {
			continue
		}
		// What JSON holds is what was read.
		again, err := Parse("again", strings.NewReader(string(b)))
		if err != nil || len(again.IKE) != len(s.IKE) || len(again.ESP) != len(s.ESP) {
			t.Errorf("%v: %d of %d IKE SAs and %d of %d ESP SAs are read again: %v", err, len(again.IKE), len(s.IKE), len(again.ESP), len(s.ESP), again.Problems)
		}
	}
	for _, e := range s.ESP {
		if e.Keyed() && e.Encr.CheckKey(len(e.Key)) != nil {
			t.Errorf("%v has a key of %d bytes", e.Encr, len(e.Key))
		}
	}
}

// seed adds samples. Long ones would keep the fuzzer from changing anything.
func seed(f *testing.F, texts []string) {
	for _, text := range texts {
		f.Add(text[:min(len(text), 3000)])
	}
}

// FuzzParse is over all forms, which are recognised.
func FuzzParse(f *testing.F) {
	seed(f, samples(f))
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "file ") {
			return // no other files
		}
		began := time.Now()
		s, err := Parse("FILE", strings.NewReader(text))
		if err != nil {
			t.Error(err)
		}
		survive(t, s)
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("%v for %d bytes", d, len(text))
		}
	})
}

// fuzzForm is over one form, whatever others would say of its lines.
func fuzzForm(f *testing.F, make func(*collector) form) {
	seed(f, samples(f))
	f.Fuzz(func(t *testing.T, text string) {
		s := &keys.Set{}
		c := &collector{reader: &reader{set: s}, place: keys.Place{File: "FILE"}}
		one := make(c)
		for line := range strings.SplitSeq(text, "\n") {
			if strings.Contains(line, "file ") {
				continue
			}
			c.place.Line++
			one.line(line)
		}
		one.end()
		survive(t, s)
	})
}

func FuzzUAT(f *testing.F)        { fuzzForm(f, func(c *collector) form { return &uat{c: c} }) }
func FuzzTcpdump(f *testing.F)    { fuzzForm(f, func(c *collector) form { return &tcpdump{c: c} }) }
func FuzzXfrm(f *testing.F)       { fuzzForm(f, func(c *collector) form { return &xfrm{c: c} }) }
func FuzzSetkey(f *testing.F)     { fuzzForm(f, func(c *collector) form { return &setkey{c: c} }) }
func FuzzFortigate(f *testing.F)  { fuzzForm(f, func(c *collector) form { return &fortigate{c: c} }) }
func FuzzVPP(f *testing.F)        { fuzzForm(f, func(c *collector) form { return &vpp{c: c} }) }
func FuzzRouterOS(f *testing.F)   { fuzzForm(f, func(c *collector) form { return &routeros{c: c} }) }
func FuzzStrongswan(f *testing.F) { fuzzForm(f, func(c *collector) form { return &strongswan{c: c} }) }
func FuzzLibreswan(f *testing.F)  { fuzzForm(f, func(c *collector) form { return &libreswan{c: c} }) }
func FuzzRacoon(f *testing.F)     { fuzzForm(f, func(c *collector) form { return &racoon{c: c} }) }

// FuzzJSON is over the form that is no lines.
func FuzzJSON(f *testing.F) {
	seed(f, slices.DeleteFunc(samples(f), func(s string) bool { return !strings.HasPrefix(s, "{") }))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("FILE", strings.NewReader("{"+text))
		if err != nil {
			t.Error(err)
		}
		survive(t, s)
	})
}
