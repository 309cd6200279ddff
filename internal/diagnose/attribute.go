package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// An attribute is a kind of algorithm, or another choice, in an offer.
type attribute struct {
	name         string   // of Value
	alternatives []string // in the offer's order
}

// attributes are those of an offer that have to fit: lifetimes do not.
func attributes(version uint8, o *isakmp.Offer) []attribute {
	if o.Protocol == isakmp.ProtocolISAKMP {
		return ikeAttributes(version, o)
	}
	return childAttributes(version, o)
}

// ikeAttributes are those of an offer for an IKE SA.
func ikeAttributes(version uint8, o *isakmp.Offer) []attribute {
	list := []attribute{{"encryption", words(o.Encr, cipherValue)}}
	if version == 1 {
		return append(list, attribute{"hash", words(o.Hash, hashValue)}, attribute{"group", words(o.Group, groupValue)},
			attribute{"authentication", words(o.Auth, methodValue)})
	}
	list = append(list, attribute{"integrity", words(o.Integ, integValue)}, attribute{"prf", words(o.PRF, prfValue)},
		attribute{"group", words(o.Group, groupValue)})
	return append(list, additional(o)...)
}

// additional are the additional key exchanges of an offer: RFC 9370, section 2.2.1.
func additional(o *isakmp.Offer) (list []attribute) {
	for i, groups := range o.Additional {
		list = append(list, attribute{additionalName + strconv.Itoa(i+1), words(groups, additionalValue)})
	}
	return list
}

const additionalName = "additional_ke" // with its number

// isAdditional reports whether an attribute is an additional key exchange.
func isAdditional(name string) bool { return strings.HasPrefix(name, additionalName) }

// isKeyExchange reports whether an attribute of a child SA is one of its key exchange.
func isKeyExchange(name string) bool { return name == "pfs_group" || isAdditional(name) }

// childAttributes are those of an offer for a child SA. In IKE_AUTH there is no group:
// RFC 7296, section 1.2.
func childAttributes(version uint8, o *isakmp.Offer) []attribute {
	list := []attribute{{"protocol", []string{protocolValue(o.Protocol)}}}
	if o.Protocol == isakmp.ProtocolESP {
		list = append(list, attribute{"encryption", words(o.Encr, cipherValue)})
	}
	list = append(list, attribute{"integrity", words(o.Integ, integValue)}, attribute{"pfs_group", words(o.Group, groupValue)})
	if version == 1 {
		return append(list, attribute{"mode", []string{modeValue(o.Mode)}})
	}
	return append(append(list, additional(o)...), attribute{"esn", words(o.ESN, strconv.FormatBool)})
}

// words are alternatives by name, each once.
func words[T any](list []T, name func(T) string) []string {
	var out []string
	for _, v := range list {
		if w := name(v); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// A pairing is an offer of each side, and what they do not have in common.
type pairing struct {
	offers [2]*isakmp.Offer
	differ []Value
}

// nearest is the pair of offers that differ in the least; of equals the first, which are
// most wanted. It is the zero value where a side has none.
func nearest(version uint8, initiator, responder []isakmp.Offer) (best pairing) {
	for i := range initiator {
		for j := range responder {
			p := pairing{[2]*isakmp.Offer{&initiator[i], &responder[j]}, differences(version, &initiator[i], &responder[j])}
			if best.offers[0] == nil || distance(p.differ) < distance(best.differ) {
				best = p
			}
		}
	}
	return best
}

// distance is how many choices differ: the PRF goes with the integrity algorithm.
func distance(differ []Value) (n int) {
	for _, v := range differ {
		if v.Name != "prf" || !slices.ContainsFunc(differ, func(v Value) bool { return v.Name == "integrity" }) {
			n++
		}
	}
	return n
}

// differences are the attributes of which two offers have no alternative in common.
func differences(version uint8, a, b *isakmp.Offer) (out []Value) {
	right := attributes(version, b)
	for _, x := range attributes(version, a) {
		y := attributeOf(right, x.name)
		if !fits(x.name, x.alternatives, y) {
			out = append(out, Value{Name: x.name, Initiator: said(orNone(x.alternatives)), Responder: said(orNone(y))})
		}
	}
	for _, y := range additional(b)[min(len(a.Additional), len(b.Additional)):] { // those that a does not have at all
		if !fits(y.name, nil, y.alternatives) {
			out = append(out, Value{Name: y.name, Initiator: valueNone, Responder: said(orNone(y.alternatives))})
		}
	}
	return out
}

func attributeOf(list []attribute, name string) []string {
	for _, x := range list {
		if x.name == name {
			return x.alternatives
		}
	}
	return nil
}

// fits reports whether two sides have an alternative in common. What a side does not say
// is none; an AEAD cipher has no integrity algorithm beside it, which differs as the
// cipher does.
func fits(name string, a, b []string) bool {
	if len(a) == 0 && len(b) == 0 || name == "integrity" && (len(a) == 0 || len(b) == 0) || name == "esn" && (len(a) == 0 || len(b) == 0) {
		return true
	}
	return slices.ContainsFunc(orNone(a), func(w string) bool { return slices.Contains(orNone(b), w) })
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{valueNone}
	}
	return list
}

// said is a list as a side of a Value: one word alone is no list.
func said(list []string) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// wordsOf is a side of a Value as a list.
func wordsOf(side any) []string {
	switch v := side.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	case uint64:
		return []string{strconv.FormatUint(v, 10)}
	}
	return nil
}

// offered are all attributes of offers with all alternatives, where the other side's are
// not known.
func offered(version uint8, offers []isakmp.Offer, by ike.Role) (out []Value) {
	for i := range offers {
		for _, x := range attributes(version, &offers[i]) {
			if len(x.alternatives) == 0 {
				continue
			}
			k := slices.IndexFunc(out, func(v Value) bool { return v.Name == x.name })
			if k < 0 {
				k = len(out)
				out = append(out, Value{Name: x.name})
			}
			side := &out[k].Initiator
			if by == ike.Responder {
				side = &out[k].Responder
			}
			all := wordsOf(*side)
			for _, w := range x.alternatives {
				if !slices.Contains(all, w) {
					all = append(all, w)
				}
			}
			*side = said(all)
		}
	}
	return out
}

// spokenOffer is "AES-128, SHA-1, group 2 and pre-shared keys".
func spokenOffer(version uint8, o *isakmp.Offer) string {
	var parts []string
	for _, x := range attributes(version, o) {
		if x.name == "protocol" && x.alternatives[0] == "ESP" || x.name == "mode" && x.alternatives[0] == "tunnel" ||
			x.name == "esn" || x.name == "prf" && follows(o) || len(x.alternatives) == 0 {
			continue
		}
		parts = append(parts, spokenAlternatives(x.name, x.alternatives))
	}
	return and(parts)
}

// follows reports whether each PRF of o has the hash of an integrity algorithm beside it.
func follows(o *isakmp.Offer) bool {
	for _, f := range o.PRF {
		if !slices.ContainsFunc(o.Integ, func(i ipsec.Integ) bool { return "HMAC-"+integValue(i) == prfValue(f) }) {
			return false
		}
	}
	return true
}

// spokenAlternatives is "AES-128 or AES-256".
func spokenAlternatives(name string, list []string) string {
	if len(list) == 0 {
		return spoken(name, valueNone)
	}
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = spoken(name, w)
		if i > 0 && name == "group" {
			out[i] = w // "group 14 or 2"
		}
	}
	if len(out) > maxSpoken {
		out = append(out[:maxSpoken:maxSpoken], strconv.Itoa(len(list)-maxSpoken)+" more")
	}
	return strings.Join(out, " or ")
}

// maxSpoken bounds the alternatives of one kind, and the offers, in a sentence.
const maxSpoken = 4

// spokenSide is what a side says in the differing values.
func spokenSide(values []Value, responder bool) string {
	var parts []string
	for _, v := range values {
		if v.Name == "prf" && slices.ContainsFunc(values, func(v Value) bool { return v.Name == "integrity" }) {
			continue // it goes with the integrity algorithm
		}
		side := v.Initiator
		if responder {
			side = v.Responder
		}
		parts = append(parts, spokenAlternatives(v.Name, wordsOf(side)))
	}
	return and(parts)
}

// and joins parts: "a, b and c".
func and(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// spokenOffers is what several offers are in a sentence: "AES-128, SHA-1 and group 2; or
// AES-256 ...", of many the alternatives of each kind.
func spokenOffers(version uint8, offers []isakmp.Offer) string {
	if len(offers) <= 2 {
		var parts []string
		for i := range offers {
			parts = append(parts, spokenOffer(version, &offers[i]))
		}
		return strings.Join(parts, "; or ")
	}
	values := offered(version, offers, ike.Initiator)
	values = slices.DeleteFunc(values, func(v Value) bool {
		return v.Name == "esn" || v.Name == "protocol" && v.Initiator == "ESP" || v.Name == "mode" && v.Initiator == "tunnel"
	})
	return spokenSide(values, false)
}
