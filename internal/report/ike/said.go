package ike

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// eapText is what a message of EAP says: "EAP Request MSCHAPv2: challenge".
func eapText(e *ike.EAP) string {
	text := "EAP "
	switch e.Code {
	case ike.EAPSuccess:
		return text + "Success"
	case ike.EAPFailure:
		return text + "Failure"
	case ike.EAPRequest:
		text += "Request "
	case ike.EAPResponse:
		text += "Response "
	default:
		return text + "code " + itoa(e.Code)
	}
	switch e.Type {
	case ike.EAPIdentity:
		if text += "Identity"; e.Identity != "" {
			text = string(render.AppendClean([]byte(text+" "), e.Identity))
		}
		return text
	case ike.EAPNotification:
		return text + "Notification"
	case ike.EAPNak:
		return text + "Nak: another method is wanted"
	}
	text += eapMethod(e)
	if step := eapStep(e); step != "" {
		text += ": " + step
	}
	return text
}

// eapMethod is a method without "EAP-" before it: "TLS", "MSCHAPv2".
func eapMethod(e *ike.EAP) string {
	name := strings.TrimPrefix(e.Method(), "eap-")
	if name == "mschapv2" {
		return "MSCHAPv2"
	}
	return strings.ToUpper(name)
}

// eapStep is which step of a method a message is, "" where that is not told.
func eapStep(e *ike.EAP) string {
	if e.Type == ike.EAPMSCHAPv2 {
		if int(e.Op) < len(chapSteps) {
			return chapSteps[e.Op]
		}
		return ""
	}
	if !e.OverTLS() {
		return ""
	}
	switch {
	case e.Flags&ike.EAPStart != 0:
		return "start"
	case e.Length == 0:
		return "acknowledges"
	case e.Record == 0:
		return "more of the record before"
	}
	step := tlsRecords[e.Record-tlsFirst]
	if e.Record == tlsHandshake && tlsHandshakes[e.Handshake] != "" {
		step = tlsHandshakes[e.Handshake]
	}
	if e.Flags&ike.EAPMore != 0 {
		step += ", the first part"
	}
	return step
}

// chapSteps are the operations of MS-CHAP-V2 in EAP: draft-kamath-pppext-eap-mschapv2.
var chapSteps = [...]string{1: "challenge", 2: "response", 3: "success", 4: "failure", 7: "changes the password"}

// Content types and messages of TLS: RFC 8446, sections 5.1 and 4.
const (
	tlsFirst     = 20
	tlsHandshake = 22
)

var tlsRecords = [...]string{"Change Cipher Spec", "Alert", "Handshake", "Application Data"}

var tlsHandshakes = [256]string{
	1: "Client Hello", 2: "Server Hello", 4: "New Session Ticket", 8: "Encrypted Extensions", 11: "Certificate", 12: "Server Key Exchange",
	13: "Certificate Request", 14: "Server Hello Done", 15: "Certificate Verify", 16: "Client Key Exchange", 20: "Finished",
}

// xauthText is what a message of XAUTH says. It has no password.
func xauthText(c *ike.Config) string {
	switch {
	case c.Type == isakmp.ConfigAck:
		return "XAUTH: acknowledges"
	case c.Ended && c.Passed:
		return "XAUTH: the user is authenticated"
	case c.Ended:
		return "XAUTH: the user is refused"
	case c.Type == isakmp.ConfigRequest:
		return "XAUTH: asks for " + xauthParts(c)
	case c.Type == isakmp.ConfigReply && c.User != "":
		return string(render.AppendClean([]byte("XAUTH: user "), c.User))
	}
	return "XAUTH: " + xauthParts(c)
}

// xauthParts names what XAUTH asks for.
func xauthParts(c *ike.Config) string {
	var parts []string
	if c.Has(ike.XAUTHUser) {
		parts = append(parts, "the user's name")
	}
	if c.Has(ike.XAUTHPassword) {
		parts = append(parts, "password")
	}
	if c.Has(ike.XAUTHPasscode) {
		parts = append(parts, "passcode")
	}
	if len(parts) == 0 {
		return "more"
	}
	return strings.Join(parts, " and ")
}

// configText is what Mode-Config or a Configuration payload says: "requests an address
// and 3 more", "assigns 10.99.0.1".
func configText(c *ike.Config) string {
	others := len(c.Types)
	what := ""
	switch {
	case len(c.Addresses) > 0:
		for i, a := range c.Addresses {
			if i > 0 {
				what += " and "
			}
			what += a.String()
		}
		others -= len(c.Addresses)
	case c.Has(ike.ConfigAddress4) || c.Has(ike.ConfigAddress6):
		what = "an address"
		others--
	default:
		what = "configuration"
		others = 0
	}
	if others > 0 {
		what += " and " + render.Plural(others, "attribute", "attributes")
	}
	switch c.Type {
	case isakmp.ConfigRequest:
		return "requests " + what
	case isakmp.ConfigReply, isakmp.ConfigSet:
		return "assigns " + what
	case isakmp.ConfigAck:
		return "acknowledges " + what
	}
	return what
}
