package ike

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendChildren appends the child SAs, those that were refused among them.
func appendChildren(b []byte, s *ike.SA) []byte {
	for _, c := range s.Children {
		if c.Failure.Failed() {
			b = appendRefused(b, c)
			continue
		}
		b = fmt.Appendf(b, "  Child SA, message ID %08x, at %s, requested by the %s:\n", c.MessageID, ios.Clock(c.Ready), c.By)
		b = fmt.Appendf(b, "    %s %s, %s\n", protocolOf(c), ios.OrUnknown(ios.TransformSet(c.Suite)), childWords(c))
		for r := range c.SPIs {
			b = appendEnd(b, c, ike.Role(r))
		}
		b = appendChildOffers(b, c)
		b = appendChildKeys(b, c)
		if p := c.Replaces; p != nil {
			b = fmt.Appendf(b, "    replaces: %s and %s\n", ios.SPI(p.SPIs[0]), ios.SPI(p.SPIs[1]))
		}
		if !c.Deleted.IsZero() {
			b = fmt.Appendf(b, "    deleted: %s\n", ios.Clock(c.Deleted))
		}
	}
	return b
}

// appendRefused appends a child SA that came to nothing.
func appendRefused(b []byte, c *ike.Child) []byte {
	b = fmt.Appendf(b, "  Child SA, message ID %08x, at %s, requested by the %s, was not made:\n", c.MessageID, ios.Clock(c.First), c.By)
	b = fmt.Appendf(b, "    %s, #%d\n", c.Failure.Text(c.Parent.Version), c.Failure.Frame)
	for r, list := range c.Selectors {
		if len(list) > 0 {
			b = fmt.Appendf(b, "    to %s: for %s\n", childPeer(c, ike.Role(r)), strings.Join(selectorTexts(list), ", "))
		}
	}
	return appendChildOffers(b, c)
}

// appendEnd appends on what SPI a side receives, and for which traffic.
func appendEnd(b []byte, c *ike.Child, r ike.Role) []byte {
	b = fmt.Appendf(b, "    to %s: %s", childPeer(c, r), ios.SPI(c.SPIs[r]))
	if x := c.IPComp[r]; x != (ike.Compression{}) {
		b = fmt.Appendf(b, ", IPComp %s with CPI 0x%04x", isakmp.CompressionName(x.Algorithm), x.CPI)
	}
	if ids := selectorTexts(c.Selectors[r]); len(ids) > 0 {
		b = append(b, ", for "+strings.Join(ids, ", ")...)
	}
	return append(b, '\n')
}

// appendChildOffers appends what was offered: every proposal with all that it has.
func appendChildOffers(b []byte, c *ike.Child) []byte {
	for i := range c.Offers {
		o := &c.Offers[i]
		number := itoa(o.Number)
		if c.Parent.Version == 1 {
			number += "." + itoa(o.Transform)
		}
		b = fmt.Appendf(b, "    offered: %s: %s\n", number, childOfferText(o))
	}
	return b
}

func appendChildKeys(b []byte, c *ike.Child) []byte {
	if c.Group > 0 {
		b = fmt.Appendf(b, "    with a key exchange of its own, group %d", c.Group)
		for _, g := range c.Additional {
			if g != 0 {
				b = append(b, " and "+methodText(g)...)
			}
		}
		b = append(b, '\n')
	}
	if c.Seconds > 0 {
		b = fmt.Appendf(b, "    lifetime: %d s\n", c.Seconds)
	}
	if c.Kilobytes > 0 {
		b = fmt.Appendf(b, "    lifetime: %d kB\n", c.Kilobytes)
	}
	switch {
	case c.Commit && c.Connected.IsZero():
		b = append(b, "    with the Commit bit: CONNECTED is awaited\n"...)
	case c.Commit:
		b = fmt.Appendf(b, "    with the Commit bit: CONNECTED at %s\n", ios.Clock(c.Connected))
	}
	return appendKeyOrigin(b, c)
}

// childWords are the mode and the options of c: "tunnel mode, ESN".
func childWords(c *ike.Child) string {
	words := modeText(c.Mode)
	if c.ESN {
		words += ", ESN"
	}
	if c.Label != "" {
		words += ", security label " + string(render.AppendClean(nil, c.Label))
	}
	if c.PerCPU {
		words += ", one of several for the same traffic (per resource)"
		if len(c.CPU) > 0 {
			words += fmt.Sprintf(", resource %x", c.CPU)
		}
	}
	return words
}

// modeText is "tunnel mode".
func modeText(m isakmp.EncapMode) string {
	switch {
	case m == isakmp.ModeBEET:
		return "BEET mode"
	case m == isakmp.ModeIPTFS:
		return "IP-TFS mode"
	case m.Transport():
		return "transport mode"
	}
	return "tunnel mode"
}

// modeWord is the same for programs.
func modeWord(m isakmp.EncapMode) string {
	switch {
	case m == isakmp.ModeBEET:
		return "beet"
	case m == isakmp.ModeIPTFS:
		return "iptfs"
	case m.Transport():
		return "transport"
	}
	return "tunnel"
}

// childOfferText is "ESP esp-aes 256 or esp-gcm 128, esp-sha256-hmac, group 14 or
// NONE, with ESN or without, tunnel mode".
func childOfferText(o *isakmp.Offer) string {
	parts := []string{strings.ToUpper(protocolWord(o.Protocol))}
	say := func(before, alternatives string) {
		if alternatives != "" {
			parts = append(parts, before+alternatives)
		}
	}
	say("", either(o.Encr, func(c isakmp.Cipher) string { return ios.OrUnknown(ios.ESPCipher(c.Encr, c.KeyBits)) }))
	say("", either(o.Integ, integWord(o.Protocol)))
	say("", either(o.Compression, isakmp.CompressionName))
	say("group ", either(o.Group, groupText))
	for i, list := range o.Additional {
		say("additional key exchange "+itoa(i+1)+": ", either(list, methodText))
	}
	say("", either(o.ESN, esnText))
	if o.Mode != 0 {
		say("", modeText(o.Mode))
	}
	if o.Seconds > 0 {
		say("", itoa(o.Seconds)+" s")
	}
	if o.Kilobytes > 0 {
		say("", itoa(o.Kilobytes)+" kB")
	}
	parts[0] += " "
	return strings.TrimSpace(parts[0] + strings.Join(parts[1:], ", "))
}

func esnText(esn bool) string {
	if esn {
		return "ESN"
	}
	return "no ESN"
}

// integWord names integrity algorithms of ESP or AH.
func integWord(protocol uint8) func(ipsec.Integ) string {
	return func(i ipsec.Integ) string {
		switch {
		case i == ipsec.IntegNone:
			return none
		case protocol == isakmp.ProtocolAH:
			return ios.AHIntegrity(i)
		}
		return ios.ESPIntegrity(i)
	}
}

func protocolOf(c *ike.Child) string {
	if c.Protocol == isakmp.ProtocolAH {
		return "AH"
	}
	return "ESP"
}

// childPeer is the address of the peer with role r in the exchange that made c.
func childPeer(c *ike.Child, r ike.Role) string { return c.Parent.Now[r^c.By].Addr().String() }

func selectorTexts(list []ike.Selector) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, s.String())
	}
	return out
}

// childrenCell are the SAs of ESP and AH that the SA made, or was to make.
func childrenCell(s *ike.SA) any {
	children := []any{}
	for _, c := range s.Children {
		children = append(children, childObject(c))
	}
	return children
}

func childObject(c *ike.Child) any {
	local := c.Parent.Local ^ c.By
	remote := local.Other()
	offers := []any{}
	for i := range c.Offers {
		offers = append(offers, childOfferObject(c, &c.Offers[i]))
	}
	return render.Object{
		{Key: "spi_in", Value: childSPI(c, local)}, {Key: "spi_out", Value: childSPI(c, remote)},
		{Key: "protocol", Value: protocolWord(c.Protocol)}, {Key: "mode", Value: modeWord(c.Mode)}, {Key: "esn", Value: c.ESN},
		{Key: "ipcomp_cpi", Value: cpiCell(c.IPComp[local])}, {Key: "ipcomp_cpi_out", Value: cpiCell(c.IPComp[remote])},
		{Key: "ipcomp_algorithm", Value: compressionCell(c.IPComp[local])},
		{Key: "local_selectors", Value: selectorsCell(c.Selectors[local])}, {Key: "remote_selectors", Value: selectorsCell(c.Selectors[remote])},
		{Key: "state", Value: c.State().String()}, {Key: "failure", Value: render.OrNil(c.Failure.Word(c.Parent.Version))},
		{Key: "label", Value: render.OrNil(c.Label)}, {Key: "per_cpu", Value: c.PerCPU},
		{Key: "transform", Value: render.OrNil(ios.TransformSet(c.Suite))}, {Key: "group", Value: render.OrNil(uint16(c.Group))}, {Key: "offers", Value: offers},
		{Key: "lifetime", Value: render.OrNil(c.Seconds)}, {Key: "kilobytes", Value: render.OrNil(c.Kilobytes)},
		{Key: "message_id", Value: fmt.Sprintf("%08x", c.MessageID)}, {Key: "begun_by", Value: c.By.String()},
		{Key: "ready", Value: c.Ready}, {Key: "deleted_at", Value: c.Deleted},
		{Key: "replaces", Value: relatedChild(c.Replaces)}, {Key: "replaced_by", Value: relatedChild(c.ReplacedBy)},
		{Key: "derived", Value: c.Derived}, {Key: "given", Value: render.OrNil(c.Given)}, {Key: "reason", Value: render.OrNil(c.Why)},
	}
}

// selectorsCell are the selectors of a side, nil where they are not known.
func selectorsCell(list []ike.Selector) any {
	if len(list) == 0 {
		return nil
	}
	return selectorTexts(list)
}

// childSPI is the SPI on which a side receives, nil where it has told none.
func childSPI(c *ike.Child, r ike.Role) any {
	if c.SPIs[r] == 0 {
		return nil
	}
	return ios.HexSPI(c.SPIs[r])
}

// relatedChild is the SPI on which the local side of a child receives by the SA that
// it replaces, or that replaces it.
func relatedChild(c *ike.Child) any {
	if c == nil {
		return nil
	}
	return childSPI(c, c.Parent.Local^c.By)
}

func cpiCell(x ike.Compression) any {
	if x == (ike.Compression{}) {
		return nil
	}
	return fmt.Sprintf("0x%04x", x.CPI)
}

func compressionCell(x ike.Compression) any {
	if x == (ike.Compression{}) {
		return nil
	}
	return strings.ToLower(isakmp.CompressionName(x.Algorithm))
}

// childOfferObject is an offer for a child SA for programs.
func childOfferObject(c *ike.Child, o *isakmp.Offer) any {
	encr := []any{}
	for _, x := range o.Encr {
		encr = append(encr, render.Object{
			{Key: "name", Value: render.OrNil(ios.ESPCipher(x.Encr, 0))}, {Key: "key_length", Value: render.OrNil(uint64(x.KeyBits))},
		})
	}
	additional := []any{}
	for _, list := range o.Additional {
		additional = append(additional, names(list, methodText))
	}
	esn := []any{}
	for _, v := range o.ESN {
		esn = append(esn, v)
	}
	return render.Object{
		{Key: "by", Value: c.By.String()}, {Key: "number", Value: o.Number}, {Key: "transform", Value: render.OrNil(o.Transform)},
		{Key: "protocol", Value: protocolWord(o.Protocol)}, {Key: "encr", Value: encr}, {Key: "integ", Value: names(o.Integ, integWord(o.Protocol))},
		{Key: "group", Value: groupNumbers(o.Group)}, {Key: "additional_ke", Value: additional}, {Key: "esn", Value: esn},
		{Key: "mode", Value: modeWord(c.Mode)}, {Key: "lifetime", Value: render.OrNil(o.Seconds)}, {Key: "kilobytes", Value: render.OrNil(o.Kilobytes)},
	}
}
