package cli

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkPSK tells of every SA of the captures whether a pre-shared key is its
// own.
func (r *reading) checkPSK(e *env, psk, format string) int {
	if len(r.files)+len(r.live.ifaces) == 0 {
		return e.complain(errors.New("keys: --psk wants a capture: -r FILE"))
	}
	registry, err := r.newRegistry()
	if err != nil {
		return e.complain(err)
	}
	r.secrets.only(psk)
	j, err := r.start(e, false)
	if err != nil {
		return e.fail(err)
	}
	defer j.close()
	sas := r.secrets.follow()
	config := pipeline.Config{Registry: registry}
	r.secrets.stages(&config)
	result := j.run(config)
	if result.Write == nil {
		result.Write = render.WriteReport(e.out, format, pskReport(sas, format))
	}
	return j.end(result)
}

// only leaves of all pre-shared keys the one that is asked for.
func (s *secrets) only(psk string) {
	asked := &keys.Set{}
	for _, text := range pskForms(psk) {
		asked.PSK = append(asked.PSK, &keys.PSK{Place: keys.Place{File: "--psk"}, Text: text})
	}
	if s.ring != nil {
		for _, k := range s.ring.IKEs() {
			other := *k
			other.PSK = nil
			asked.IKE = append(asked.IKE, &other)
		}
		asked.ESP = slices.Clone(s.ring.ESPs())
	}
	s.use(asked)
}

// pskForms are what a text stands for: itself and, where it begins with 0x, the
// bytes behind that.
func pskForms(text string) []crypt.Secret {
	forms := []crypt.Secret{crypt.Secret(text)}
	if digits, ok := strings.CutPrefix(text, "0x"); ok {
		if b, err := hex.DecodeString(digits); err == nil && len(b) > 0 {
			forms = append(forms, b)
		}
	}
	return forms
}

// pskReport has a row for every SA: yes, no, or why that is not known.
func pskReport(sas *ike.Tracker, format string) render.Report {
	r := render.Report{Columns: []render.Column{
		{Title: "Version", Key: "version"}, {Title: "Source", Key: "src"}, {Title: "Destination", Key: "dst"},
		{Title: "Initiator SPI", Key: "initiator_spi"}, {Title: "Responder SPI", Key: "responder_spi"}, {Title: "Exchange", Key: "exchange"},
		{Title: "PSK", Key: "psk"}, {Title: "Reason", Key: "reason"},
	}}
	r.Many = func(yield func([]any) bool) {
		row := func(s *ike.SA) bool {
			k := s.CheckedPSK()
			return yield([]any{
				s.Version, addrCell(s.Now[ike.Initiator]), addrCell(s.Now[ike.Responder]),
				ios.IKESPI(s.SPIs[ike.Initiator]), ios.IKESPI(s.SPIs[ike.Responder]), ios.Exchange(s), pskCell(k, format), k.By + k.Why,
			})
		}
		for s := range sas.SAs() {
			if !row(s) {
				return
			}
		}
		for s := range sas.Unanswered(func(ike.First) bool { return true }) {
			if !row(s) {
				return
			}
		}
	}
	return r
}

// pskCell is yes, no or unknown, in the words of a format.
func pskCell(k ike.PSK, format string) any {
	switch json := format == "json"; {
	case k.Proof == ike.Undecided && json:
		return nil
	case k.Proof == ike.Undecided:
		return "unknown"
	case json:
		return k.Proof == ike.Right
	case k.Proof == ike.Right:
		return "yes"
	}
	return "no"
}
