package diagnose

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// tunnelOf is the tunnel of an IKE SA, with the SPIs of some of its children.
func tunnelOf(s *ike.SA, children ...*ike.Child) *Tunnel {
	t := &Tunnel{Initiator: s.Now[ike.Initiator], Responder: s.Now[ike.Responder], SPIs: s.SPIs}
	for _, c := range children {
		for _, spi := range c.SPIs {
			if spi != 0 {
				t.ESP = append(t.ESP, spi)
			}
		}
	}
	return t
}

// tunnelOfESP is the tunnel of SAs of ESP or AH between two addresses.
func tunnelOfESP(u *tunnel.Tunnel, about ...*tunnel.SA) *Tunnel {
	t := &Tunnel{Initiator: endpoint(u.Local), Responder: endpoint(u.Remote)}
	if s := u.IKE; s != nil {
		t.Initiator, t.Responder, t.SPIs = s.Now[ike.Initiator], s.Now[ike.Responder], s.SPIs
	}
	for _, s := range about {
		t.ESP = append(t.ESP, s.SPI)
	}
	return t
}

// endpoint is an address of which the port does not matter.
func endpoint(a netip.Addr) netip.AddrPort { return netip.AddrPortFrom(a, 0) }

// name is the peer of s in a role, as a sentence calls it.
func name(s *ike.SA, r ike.Role) string { return Address(s.Now[r]) }

// messageEvidence is a message of an IKE SA, as evidence.
func messageEvidence(m *ike.Message, field, value, text string) Evidence {
	return Evidence{Frame: m.Frame, Time: m.Time, Field: field, Value: value, Text: text}
}

// failureEvidence is the refusal that ended an IKE SA or a child SA.
func failureEvidence(f ike.Failure, text string) Evidence {
	e := Evidence{Frame: f.Frame, Time: f.Time, Text: text}
	if f.Kind == ike.Notified {
		e.Field, e.Value = "isakmp.notify.msgtype", strconv.Itoa(int(f.Notify))
	}
	return e
}

// capital is text with a capital letter at its beginning, as sentences have it.
func capital(text string) string {
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// maxText bounds what a finding repeats of a text from the wire, in bytes.
const maxText = 128

// named is a name from the wire as a sentence holds it: on one line, and escaped as in the
// packet list.
func named(text string) string {
	var b []byte
	for _, r := range string(field.AppendEscaped(nil, []byte(text[:min(len(text), maxText)]))) {
		if unicode.IsPrint(r) {
			b = utf8.AppendRune(b, r)
		} else {
			b = fmt.Appendf(b, `\u%04X`, r)
		}
	}
	return string(b)
}

// printable is a text from the wire as a configuration may hold it: on one line, without
// characters that steer a terminal or end a string.
func printable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], "?")
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == '"' || r == '\\' {
			return '?'
		}
		return r
	}, text)
}
