package ike

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A rung is one message of the ladder and its retransmissions.
type rung struct {
	*ike.Message
	again   int
	last    time.Time // of the last retransmission
	meaning string
}

// rungs are the messages of an SA, each with its retransmissions.
func rungs(s *ike.SA) []rung {
	var out []rung
	at := map[uint64]int{}
	for i := range s.Log {
		m := &s.Log[i]
		if k, ok := at[m.Of]; m.Again && ok {
			out[k].again++
			out[k].last = m.Time
			continue
		}
		at[m.Frame] = len(out)
		out = append(out, rung{Message: m, meaning: meaning(s, s.Log[:i], m)})
	}
	return out
}

// The least and the greatest width of a label and its arrow.
const (
	rungLeast = 44
	rungMost  = 76
)

// appendLadder draws the messages between the two peers.
func appendLadder(b []byte, s *ike.SA) []byte {
	all := rungs(s)
	width := rungLeast
	for i := range all {
		width = min(rungMost, max(width, len(all[i].label())))
	}
	left, right := s.Peers[ike.Initiator].String(), s.Peers[ike.Responder].String()
	b = fmt.Appendf(b, "\n%12s%s %*s\n", "", left, width+7-len(left), right)
	for i := range all {
		b = all[i].append(b, s, width)
	}
	if n := notLogged(s); n > 0 {
		b = fmt.Appendf(b, "%12s(%d more)\n", "", n)
	}
	return append(b, '\n')
}

// notLogged is how many messages of an SA are in no log.
func notLogged(s *ike.SA) int {
	if n := int(s.Messages) - len(s.Log); n > 0 && len(s.Log) > 0 && s.Elsewhere == 0 {
		return n
	}
	return 0
}

// append draws one message: "0.001234 |-- #3 Main Mode: SA, 6 VID --->| ...".
func (r *rung) append(b []byte, s *ike.SA, width int) []byte {
	label := r.label()
	if len(label) > width {
		label = label[:width-3] + "..."
	}
	line := strings.Repeat("-", width-len(label))
	b = fmt.Appendf(b, "%11.6f ", r.Time.Sub(s.First).Seconds())
	if r.Role == ike.Initiator {
		b = append(b, "|-- "+label+" "+line+"->|"...)
	} else {
		b = append(b, "|<- "+label+" "+line+"--|"...)
	}
	b = append(append(b, ' '), r.meaning...)
	if r.again > 0 {
		b = append(b, "; "+r.againText()...)
	}
	return append(ios.TrimRight(b), '\n')
}

// says is what a message is for, and how often it was sent again.
func (r *rung) says() string {
	if r.again == 0 {
		return r.meaning
	}
	return strings.TrimPrefix(r.meaning+"; "+r.againText(), "; ")
}

// refuses reports whether a message tells an error or has a wrong proof. That another group
// is wanted is no error: RFC 7296, section 1.2.
func (r *rung) refuses() bool {
	return r.Proof == ipsec.Incorrect || slices.ContainsFunc(r.Notifies, func(n isakmp.NotifyType) bool {
		return isError2(n) && (r.Version == 1 || n != isakmp.NotifyInvalidKE)
	})
}

// againText is "sent again 1 time, after 0.999 s": the pauses since the first sending.
func (r *rung) againText() string {
	last := ""
	if r.again > 1 {
		last = "last "
	}
	return fmt.Sprintf("sent again %s, %safter %.3f s", render.Plural(r.again, "time", "times"), last, r.last.Sub(r.Time).Seconds())
}

// label is "#3 Main Mode: SA, 6 VID".
func (r *rung) label() string {
	return "#" + itoa(r.Frame) + " " + exchangeWord(r.Message) + ": " + payloadList(r.Message)
}

// exchangeWord is the usual name of an exchange: "Main Mode".
func exchangeWord(m *ike.Message) string {
	switch m.Exchange {
	case isakmp.ExchangeMain:
		return "Main Mode"
	case isakmp.ExchangeAggressive:
		return "Aggressive Mode"
	case isakmp.ExchangeTransaction:
		return "Transaction"
	}
	return ios.OrNumber(isakmp.ExchangeName(m.Version, m.Exchange), uint16(m.Exchange))
}

// payloadList names the payloads of a message, the encrypted ones in braces, as
// RFC 7296, section 1.2, does.
func payloadList(m *ike.Message) string {
	var parts []string
	braces := m.Encrypted && (len(m.Payloads) == 0 || m.Payloads[0] != isakmp.PayloadSK && m.Payloads[0] != isakmp.PayloadSKF) // IKEv1: all of it
	open := braces
	prefix := ""
	for i := 0; i < len(m.Payloads); {
		t := m.Payloads[i]
		if t == isakmp.PayloadSK || t == isakmp.PayloadSKF {
			if len(parts) > 0 {
				prefix = strings.Join(parts, ", ") + ", "
			}
			if prefix += payloadWord(t); m.Parts > 0 {
				prefix += fmt.Sprintf(" %d/%d", m.Fragment, m.Parts)
			}
			parts, open = nil, true
			i++
			continue
		}
		n := i
		for n < len(m.Payloads) && m.Payloads[n] == t {
			n++
		}
		word := payloadWord(t)
		if n-i > 1 {
			word = itoa(n-i) + " " + word
		}
		parts, i = append(parts, word), n
	}
	list := strings.Join(parts, ", ")
	switch {
	case !open:
		return list
	case !m.Decrypted:
		return prefix + "{...}"
	}
	return prefix + "{" + list + "}"
}

// payloadWord is a payload's abbreviation in RFC 2409 and RFC 7296.
func payloadWord(t isakmp.PayloadType) string {
	switch t {
	case isakmp.PayloadSA, isakmp.PayloadSA2:
		return "SA"
	case isakmp.PayloadKE, isakmp.PayloadKE2:
		return "KE"
	case isakmp.PayloadID:
		return "ID"
	case isakmp.PayloadIDi:
		return "IDi"
	case isakmp.PayloadIDr:
		return "IDr"
	case isakmp.PayloadCert, isakmp.PayloadCert2:
		return "CERT"
	case isakmp.PayloadCertReq, isakmp.PayloadCertReq2:
		return "CERTREQ"
	case isakmp.PayloadHash:
		return "HASH"
	case isakmp.PayloadSig:
		return "SIG"
	case isakmp.PayloadNonce, isakmp.PayloadNonce2:
		return "NONCE"
	case isakmp.PayloadNotify, isakmp.PayloadNotify2:
		return "N"
	case isakmp.PayloadDelete, isakmp.PayloadDelete2:
		return "D"
	case isakmp.PayloadVendor, isakmp.PayloadVendor2:
		return "VID"
	case isakmp.PayloadAttrs:
		return "ATTR"
	case isakmp.PayloadNATD, isakmp.PayloadNATD3, isakmp.PayloadNATD8:
		return "NAT-D"
	case isakmp.PayloadNATOA, isakmp.PayloadNATOA3, isakmp.PayloadNATOA8:
		return "NAT-OA"
	case isakmp.PayloadAuth:
		return "AUTH"
	case isakmp.PayloadTSi:
		return "TSi"
	case isakmp.PayloadTSr:
		return "TSr"
	case isakmp.PayloadSK:
		return "SK"
	case isakmp.PayloadSKF:
		return "SKF"
	case isakmp.PayloadConfig:
		return "CP"
	case isakmp.PayloadEAP:
		return "EAP"
	}
	return ios.OrNumber(t.String(), uint16(t))
}

// A Rung is a message of the ladder with its retransmissions.
type Rung struct {
	Frame     uint64
	At        time.Duration // since the first message of the SA
	Sender    ike.Role
	Exchange  string // "Main Mode"
	Payloads  string // "SA, 6 VID"; in braces those that are encrypted, as RFC 7296 has them
	Meaning   string // in words, "" where nothing is known
	Encrypted bool   // with encrypted payloads
	Decrypted bool   // and these were decrypted
	Again     int    // retransmissions
}

// Ladder is the ladder of an SA.
func Ladder(s *ike.SA) (out []Rung) {
	for _, r := range rungs(s) {
		out = append(out, Rung{
			Frame: r.Frame, At: r.Time.Sub(s.First), Sender: r.Role, Exchange: exchangeWord(r.Message), Payloads: payloadList(r.Message),
			Meaning: r.meaning, Encrypted: r.Encrypted, Decrypted: r.Decrypted, Again: r.again,
		})
	}
	return out
}

// ladderCell is the ladder for programs.
func ladderCell(s *ike.SA) any {
	out := []any{}
	for _, r := range rungs(s) {
		names := []string{}
		for _, n := range r.Notifies {
			names = append(names, noticeWords(r.Message, n))
		}
		payloads := []string{}
		for _, p := range r.Payloads {
			payloads = append(payloads, payloadWord(p))
		}
		out = append(out, render.Object{
			{Key: "time", Value: r.Time}, {Key: "frame", Value: r.Frame}, {Key: "sender", Value: r.Role.String()},
			{Key: "exchange", Value: exchangeWord(r.Message)}, {Key: "message_id", Value: fmt.Sprintf("%08x", r.ID)},
			{Key: "payloads", Value: payloads}, {Key: "notifications", Value: slices.Clip(names)}, {Key: "meaning", Value: render.OrNil(r.meaning)},
			{Key: "enciphered", Value: r.Encrypted}, {Key: "decrypted", Value: r.Decrypted}, {Key: "retransmits", Value: r.again},
		})
	}
	return out
}
