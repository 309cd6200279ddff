package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
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
	if result.Write == nil && !(result.Unread() && k.format == "table") {
		result.Write = k.writePSK(e, plan.IKE)
	}
	return s.End(result)
}

// writePSK writes the table of SAs. Without any it says so: titles alone tell nothing.
func (k *keysFlags) writePSK(e *session.Env, sas *ike.Tracker) error {
	table := pskTable(sas)
	if empty(table.Rows) {
		fmt.Fprintln(e.Err, "pktscope: keys: no IKE SA among the packets that were read")
		if k.format == "table" {
			return nil
		}
	}
	return e.Folded(nil, func(w io.Writer) error { return render.WriteReport(w, k.format, render.Report{Table: table}) })
}

func empty[T any](rows iter.Seq[T]) bool {
	for range rows {
		return false
	}
	return true
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
	{Title: "PSK", Key: "psk", In: render.InJSON, Cell: func(s *ike.SA) any { return pskBool(s) }},
	{Title: "PSK", Key: "psk", In: render.ForReaders | render.InCSV, Cell: func(s *ike.SA) any { return pskWord(s) }},
	{Title: "Reason", Key: "reason", Cell: func(s *ike.SA) any { return pskReason(s) }},
}

// pskTable has a row for each SA.
func pskTable(sas *ike.Tracker) render.Table[*ike.SA] {
	return render.Table[*ike.SA]{Columns: pskColumns, Rows: func(yield func(*ike.SA) bool) {
		for s := range sas.All() {
			if !yield(s) {
				return
			}
		}
		for s := range sas.HalfOpen(ike.Any) {
			if !yield(s) {
				return
			}
		}
	}}
}

// pskBool is whether a pre-shared key is that of both sides, nil if that is not
// known.
func pskBool(s *ike.SA) any {
	switch pskWord(s) {
	case "yes":
		return true
	case "unknown":
		return nil
	}
	i, r := s.CheckedPSKs()[ike.Initiator].Proof, s.CheckedPSKs()[ike.Responder].Proof
	if i != ipsec.Incorrect && r != ipsec.Incorrect {
		return nil
	}
	return false
}

// pskWord is the same in words: "initiator's" is a key that is right for that side,
// while the other side's is another, or not known.
func pskWord(s *ike.SA) string {
	sides := s.CheckedPSKs()
	right, wrong := -1, false
	for r, k := range sides {
		other := sides[1-r].Proof
		switch {
		case k.Proof == ipsec.Incorrect:
			wrong = true
		case k.Proof == ipsec.Correct && (other == ipsec.Correct || s.AuthenticatesElse(ike.Role(1-r))):
			return "yes"
		case k.Proof == ipsec.Correct:
			right = r
		}
	}
	switch {
	case right >= 0:
		return ike.Role(right).String() + "'s"
	case wrong:
		return "no"
	}
	return "unknown"
}

// pskReason is by which payload it was decided, or why it was not; of both sides
// where they differ in that.
func pskReason(s *ike.SA) string {
	sides := s.CheckedPSKs()
	i, r := sides[ike.Initiator], sides[ike.Responder]
	switch word := pskWord(s); {
	case word == "yes" && r.Proof == ipsec.Correct, word == "unknown" && i.Why == "":
		return r.By + r.Why
	case word == "yes", word == "unknown", word == "no" && i.Proof == ipsec.Incorrect:
		return i.By + i.Why
	case word == "no":
		return r.By
	}
	return "initiator: " + pskSide(i) + "; responder: " + pskSide(r)
}

// pskSide is what is known of one side.
func pskSide(k decrypt.PSK) string {
	switch k.Proof {
	case ipsec.Correct:
		return "yes, by " + k.By
	case ipsec.Incorrect:
		return "no, by " + k.By
	}
	return "unknown, " + k.Why
}
