package cli

import (
	"encoding/hex"
	"errors"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// checkPSK tells for each IKE SA of the captures whether the key of --psk is its
// pre-shared key.
func (k *keysFlags) checkPSK(e *session.Env) int {
	if !k.input.given() {
		return e.Complain(errors.New("keys: --psk needs a capture: -r FILE"))
	}
	o := k.input.options
	o.PSKs = pskForms(k.psk)
	plan, err := session.Prepare(e, o)
	if err != nil {
		return e.Reject(err)
	}
	s, err := plan.Start(e)
	if err != nil {
		return e.Fail(err)
	}
	defer s.Close()
	result := s.Run(s.Config())
	if result.Write == nil {
		result.Write = render.WriteReport(e.Out, k.format, pskReport(plan.IKE, k.format))
	}
	return s.End(result)
}

// pskForms are the keys that a text can be: its characters and, where it begins
// with 0x, the bytes behind that in hex.
func pskForms(text string) []crypt.Secret {
	forms := []crypt.Secret{crypt.Secret(text)}
	if digits, ok := strings.CutPrefix(text, "0x"); ok {
		if b, err := hex.DecodeString(digits); err == nil && len(b) > 0 {
			forms = append(forms, b)
		}
	}
	return forms
}

// pskReport has a row for each SA: yes, no, or why that is not known.
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
				s.Version, render.AddrCell(s.Now[ike.Initiator]), render.AddrCell(s.Now[ike.Responder]),
				ios.IKESPI(s.SPIs[ike.Initiator]), ios.IKESPI(s.SPIs[ike.Responder]), ios.Exchange(s), pskCell(k, format), k.By + k.Why,
			})
		}
		for s := range sas.SAs() {
			if !row(s) {
				return
			}
		}
		for s := range sas.HalfOpen(func(ike.HalfOpen) bool { return true }) {
			if !row(s) {
				return
			}
		}
	}
	return r
}

// pskCell is yes, no or unknown, in the words of a format.
func pskCell(k decrypt.PSK, format string) any {
	switch json := format == "json"; {
	case k.Proof == ipsec.Unchecked && json:
		return nil
	case k.Proof == ipsec.Unchecked:
		return "unknown"
	case json:
		return k.Proof == ipsec.Correct
	case k.Proof == ipsec.Correct:
		return "yes"
	}
	return "no"
}
