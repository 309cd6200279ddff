package ike

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// none is what a transform is called that says that there is no key exchange: RFC
// 7296, section 3.3.2.
const none = "NONE"

// offerText is "AES-CBC 128 or AES-CBC 256, PRF SHA256, SHA256, group 31
// (Curve25519) or 19 (256-bit random ECP group)": of each kind all alternatives.
func offerText(words ios.Words, o *isakmp.Offer) string {
	parts := []string{ios.OrUnknown(either(o.Encr, func(c isakmp.Cipher) string { return cipherText(words, c) }))}
	say := func(before, alternatives string) {
		if alternatives != "" {
			parts = append(parts, before+alternatives)
		}
	}
	if words == ios.IKEv2 {
		say("PRF ", either(o.PRF, words.PRFName))
	}
	say("", either(o.Integ, integText(words)))
	say("", either(o.Hash, words.HashName))
	if words == ios.ISAKMP {
		say("", ios.OrUnknown(either(o.Auth, authText)))
	}
	say("group ", either(o.Group, groupText))
	for i, list := range o.Additional {
		say("additional key exchange "+itoa(i+1)+": ", either(list, methodText))
	}
	if o.Seconds > 0 {
		say("", itoa(o.Seconds)+" s")
	}
	if o.Kilobytes > 0 {
		say("", itoa(o.Kilobytes)+" kB")
	}
	return strings.Join(parts, ", ")
}

// either joins alternatives: "a or b".
func either[T any](list []T, name func(T) string) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = name(v)
	}
	return strings.Join(names, " or ")
}

func cipherText(words ios.Words, c isakmp.Cipher) string {
	if c.Encr == 0 && words == ios.ISAKMP {
		return "no encryption"
	}
	text := ios.OrUnknown(words.Encr(c.Encr))
	if c.KeyBits > 0 {
		text += " " + itoa(c.KeyBits)
	}
	return text
}

// integText names integrity algorithms. Beside an AEAD cipher a peer may offer NONE:
// RFC 7296, section 3.3.
func integText(words ios.Words) func(ipsec.Integ) string {
	return func(i ipsec.Integ) string {
		if i == ipsec.IntegNone {
			return none
		}
		return words.Integ(i)
	}
}

// groupText is "31 (Curve25519)".
func groupText(g ipsec.Group) string {
	if g == 0 {
		return none
	}
	if name := isakmp.GroupName(g); name != "" {
		return itoa(g) + " (" + name + ")"
	}
	return itoa(g)
}

// methodText is the name of a method of additional key exchange: "ML-KEM-768".
func methodText(g ipsec.Group) string {
	if g == 0 {
		return none
	}
	return ios.OrNumber(isakmp.GroupName(g), uint16(g))
}

// offersCell are the offers of both sides.
func offersCell(s *ike.SA) any {
	offers := []any{}
	for r, list := range s.Offers {
		for i := range list {
			offers = append(offers, offerObject(ios.WordsOf(s), ike.Role(r), &list[i]))
		}
	}
	return offers
}

// chosenCell is what the responder chose, nil where it chose nothing.
func chosenCell(s *ike.SA) any {
	p := s.Policy
	if p == nil {
		return nil
	}
	o := isakmp.Offer{Number: p.Number, Protocol: isakmp.ProtocolISAKMP, Seconds: p.Seconds, Kilobytes: p.Kilobytes}
	if p.Encr != 0 {
		o.Encr = []isakmp.Cipher{{Encr: p.Encr, KeyBits: p.KeyBits}}
	}
	o.PRF, o.Integ, o.Hash, o.Auth, o.Group = known(p.PRF), known(p.Integ), known(p.Hash), known(p.Auth), known(p.Group)
	for i, g := range p.Additional {
		switch {
		case g != 0 || p.Without[i]:
			o.Additional = append(o.Additional, []ipsec.Group{g})
		default:
			o.Additional = append(o.Additional, nil)
		}
	}
	for n := len(o.Additional); n > 0 && o.Additional[n-1] == nil; n-- {
		o.Additional = o.Additional[:n-1]
	}
	return offerObject(ios.WordsOf(s), ike.Responder, &o)
}

// known is a list of v, an empty one where v is 0.
func known[T ~uint16 | ~uint32](v T) []T {
	if v == 0 {
		return nil
	}
	return []T{v}
}

// offerObject is an offer for programs: of each kind a list of its alternatives.
func offerObject(words ios.Words, by ike.Role, o *isakmp.Offer) render.Object {
	encr := []any{}
	for _, c := range o.Encr {
		encr = append(encr, render.Object{
			{Key: "name", Value: cipherName(words, c.Encr)}, {Key: "key_length", Value: render.OrNil(uint64(c.KeyBits))},
		})
	}
	integ := append(names(o.Integ, integText(words)), names(o.Hash, words.HashName)...)
	additional := []any{}
	for _, list := range o.Additional {
		additional = append(additional, names(list, methodText))
	}
	object := render.Object{
		{Key: "by", Value: by.String()}, {Key: "number", Value: o.Number}, {Key: "protocol", Value: protocolWord(o.Protocol)},
		{Key: "encr", Value: encr}, {Key: "integ", Value: integ}, {Key: "prf", Value: prfNames(words, o)}, {Key: "group", Value: groupNumbers(o.Group)},
		{Key: "auth", Value: names(o.Auth, authText)}, {Key: "additional_ke", Value: additional}, {Key: "lifetime", Value: render.OrNil(o.Seconds)},
	}
	if o.Kilobytes > 0 {
		object = append(object, render.Member{Key: "kilobytes", Value: o.Kilobytes})
	}
	return object
}

// cipherName is the name of a cipher, "NONE" for none.
func cipherName(words ios.Words, e ipsec.Encr) string {
	if e == 0 {
		return none
	}
	return words.Encr(e)
}

// prfNames are the pseudorandom functions of an offer; in IKEv1 they come from the
// hash (RFC 2409, section 4).
func prfNames(words ios.Words, o *isakmp.Offer) []any {
	list := []any{}
	for i, f := range o.PRF {
		p := isakmp.Policy{PRF: f}
		if i < len(o.Hash) {
			p.Hash = o.Hash[i]
		}
		list = append(list, words.PRF(&p))
	}
	return list
}

// groupNumbers are the numbers of groups, and "NONE".
func groupNumbers(groups []ipsec.Group) []any {
	list := []any{}
	for _, g := range groups {
		if g == 0 {
			list = append(list, none)
		} else {
			list = append(list, uint16(g))
		}
	}
	return list
}

func names[T any](list []T, name func(T) string) []any {
	out := []any{}
	for _, v := range list {
		out = append(out, name(v))
	}
	return out
}

// protocolWord is "ike", "esp", "ah" or "ipcomp".
func protocolWord(protocol uint8) string {
	switch protocol {
	case isakmp.ProtocolISAKMP:
		return "ike"
	case isakmp.ProtocolESP:
		return "esp"
	case isakmp.ProtocolAH:
		return "ah"
	case isakmp.ProtocolIPComp:
		return "ipcomp"
	}
	return itoa(protocol)
}
