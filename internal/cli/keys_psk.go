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

// checkPSK reports for each IKE SA of the captures whether the key of --psk is its
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
		result.Write = render.WriteReport(e.Out, k.format, render.Report{Table: pskTable(plan.IKE)})
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

// pskColumns are the columns on an SA and on what its PSK proves.
var pskColumns = []render.Column[*ike.SA]{
	{Title: "Version", Key: "version", Cell: func(s *ike.SA) any { return s.Version }},
	{Title: "Source", Key: "src", Cell: func(s *ike.SA) any { return render.AddrCell(s.Now[ike.Initiator]) }},
	{Title: "Destination", Key: "dst", Cell: func(s *ike.SA) any { return render.AddrCell(s.Now[ike.Responder]) }},
	{Title: "Initiator SPI", Key: "initiator_spi", Cell: func(s *ike.SA) any { return ios.IKESPI(s.SPIs[ike.Initiator]) }},
	{Title: "Responder SPI", Key: "responder_spi", Cell: func(s *ike.SA) any { return ios.IKESPI(s.SPIs[ike.Responder]) }},
	{Title: "Exchange", Key: "exchange", Cell: func(s *ike.SA) any { return ios.Exchange(s) }},
	{Title: "PSK", Key: "psk", In: render.InJSON, Cell: func(s *ike.SA) any { return pskBool(s.CheckedPSK()) }},
	{Title: "PSK", Key: "psk", In: render.ForReaders | render.InCSV, Cell: func(s *ike.SA) any { return pskWord(s.CheckedPSK()) }},
	{Title: "Reason", Key: "reason", Cell: func(s *ike.SA) any { return pskReason(s.CheckedPSK()) }},
}

// pskTable has a row for each SA.
func pskTable(sas *ike.Tracker) render.Table[*ike.SA] {
	return render.Table[*ike.SA]{Columns: pskColumns, Rows: func(yield func(*ike.SA) bool) {
		for s := range sas.SAs() {
			if !yield(s) {
				return
			}
		}
		for s := range sas.HalfOpen(func(ike.HalfOpen) bool { return true }) {
			if !yield(s) {
				return
			}
		}
	}}
}

// pskBool is whether a pre-shared key is right, nil if that is not known.
func pskBool(k decrypt.PSK) any {
	if k.Proof == ipsec.Unchecked {
		return nil
	}
	return k.Proof == ipsec.Correct
}

// pskWord is the same in words.
func pskWord(k decrypt.PSK) string {
	switch k.Proof {
	case ipsec.Correct:
		return "yes"
	case ipsec.Incorrect:
		return "no"
	}
	return "unknown"
}

// pskReason is by which payload it was decided, or why it was not.
func pskReason(k decrypt.PSK) string { return k.By + k.Why }
