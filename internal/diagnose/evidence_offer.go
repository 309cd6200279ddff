package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// offerMessage is the last message of side r with proposals for the IKE SA, nil if it is
// not in the ladder.
func offerMessage(s *ike.SA, r ike.Role) *ike.Message {
	for i := len(s.Log) - 1; i >= 0; i-- {
		m := &s.Log[i]
		if m.Role == r && !m.Again && m.Exchange.Begins() && (slices.Contains(m.Payloads, isakmp.PayloadSA) || slices.Contains(m.Payloads, isakmp.PayloadSA2)) {
			return m
		}
	}
	return nil
}

// offerEvidence are the differing values in the message with the offers of side r, one
// field each.
func offerEvidence(s *ike.SA, r ike.Role, differ []Value) (out []Evidence) {
	m := offerMessage(s, r)
	if m == nil {
		return nil
	}
	for _, v := range differ {
		side := v.Initiator
		if r == ike.Responder {
			side = v.Responder
		}
		out = append(out, valueEvidence(m, s, r, v.Name, wordsOf(side)))
	}
	return out
}

func valueEvidence(m *ike.Message, s *ike.SA, r ike.Role, attribute string, alternatives []string) Evidence {
	text := name(s, r) + " offers " + spokenAlternatives(attribute, alternatives)
	field, numbers := offerField(s.Version, attribute, s.Offers[r])
	if len(numbers) == 0 || len(s.Offers[r]) >= maxFieldOffers {
		return messageEvidence(m, "", "", text)
	}
	return messageEvidence(m, field, strings.Join(numbers, ","), text)
}

// maxFieldOffers bounds the offers whose numbers are told: of more, the tracker may not
// have all.
const maxFieldOffers = 32

// offerField is the field of an attribute of phase 1, or of IKE_SA_INIT, and its values in
// all offers.
func offerField(version uint8, attribute string, offers []isakmp.Offer) (field string, numbers []string) {
	add := func(n int) { numbers = append(numbers, strconv.Itoa(n)) }
	for i := range offers {
		o := &offers[i]
		switch attribute {
		case "encryption":
			field = cipherField(version, offers)
			for _, c := range o.Encr {
				switch {
				case version == 2:
					add(int(c.Encr))
				case field == keyLength1:
					add(c.KeyBits)
				default:
					add(int(c.Encr.Phase1()))
				}
			}
		case "hash":
			field = "isakmp.ike.attr.hash_algorithm"
			for _, h := range o.Hash {
				add(int(h))
			}
		case "integrity":
			field = "isakmp.tf.id.integ"
			for _, x := range o.Integ {
				add(int(x))
			}
		case "prf":
			field = "isakmp.tf.id.prf"
			for _, x := range o.PRF {
				add(int(x))
			}
		case "group":
			field = "isakmp.tf.id.dh"
			if version == 1 {
				field = "isakmp.ike.attr.group_description"
			}
			for _, g := range o.Group {
				add(int(g))
			}
		case "authentication":
			field = "isakmp.ike.attr.authentication_method"
			for _, a := range o.Auth {
				add(int(a.Phase1()))
			}
		case "lifetime":
			field = "isakmp.ike.attr.life_duration"
			add(int(o.Seconds))
		}
	}
	return field, numbers
}

const keyLength1 = "isakmp.ike.attr.key_length"

// cipherField is the field that tells ciphers apart: in IKEv1 the length of the key where
// each has one.
func cipherField(version uint8, offers []isakmp.Offer) string {
	if version == 2 {
		return "isakmp.tf.id.encr"
	}
	for i := range offers {
		for _, c := range offers[i].Encr {
			if c.KeyBits == 0 {
				return "isakmp.ike.attr.encryption_algorithm"
			}
		}
	}
	return keyLength1
}

// notifyOf are the types of all notifications of a message that has one of a type, as the
// field isakmp.notify.msgtype has them; "" if it has none.
func notifyOf(m *ike.Message, t isakmp.NotifyType) string {
	if !slices.Contains(m.Notifies, t) {
		return ""
	}
	all := make([]string, len(m.Notifies))
	for i, n := range m.Notifies {
		all[i] = strconv.Itoa(int(n))
	}
	return strings.Join(all, ",")
}
