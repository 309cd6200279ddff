package ike

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// meaning is what a message is for, in words; before are the messages of the SA
// before it.
func meaning(s *ike.SA, before []ike.Message, m *ike.Message) string {
	say, proof := "", "HASH"
	switch {
	case m.Version != s.Version:
		say = otherVersion(m)
	case m.Version == 2:
		say, proof = meaning2(s, before, m), "AUTH"
	default:
		say = meaning1(s, before, m)
	}
	switch m.Proof {
	case ipsec.Correct:
		say += "; " + proof + " right"
	case ipsec.Incorrect:
		say += "; " + proof + " wrong"
	}
	return say
}

// otherVersion is what a message of another major version than the SA's is for. Only
// a peer that does not speak the SA's answers so: RFC 7296, section 2.5.
func otherVersion(m *ike.Message) string {
	say := noticesMeaning(m)
	if !slices.Contains(m.Notifies, isakmp.NotifyInvalidMajor) {
		return say
	}
	return say + ": the peer speaks IKEv" + itoa(m.Version) + " only"
}

// has reports whether m holds a payload of one of the types. The payloads of a
// message that could not be decrypted are not known.
func has(m *ike.Message, types ...isakmp.PayloadType) bool {
	return slices.ContainsFunc(m.Payloads, func(t isakmp.PayloadType) bool { return slices.Contains(types, t) })
}

// nth counts the messages of m's exchange before it, without retransmissions.
func nth(before []ike.Message, m *ike.Message) (n int) {
	for i := range before {
		if b := &before[i]; b.Exchange == m.Exchange && b.ID == m.ID && !b.Again {
			n++
		}
	}
	return n
}

// saidBy is what m says beside the types of its payloads, an empty Said for nothing.
func saidBy(m *ike.Message) *ike.Said {
	if m.Said == nil {
		return &ike.Said{}
	}
	return m.Said
}

// policyMeaning is what an SA payload of phase 1 or IKE_SA_INIT is for.
func policyMeaning(s *ike.SA, m *ike.Message) string {
	switch {
	case !has(m, isakmp.PayloadSA, isakmp.PayloadSA2):
		return noticesMeaning(m)
	case m.Role == ike.Responder && s.Policy != nil:
		return "chooses " + policyText(ios.WordsOf(s), s.Policy)
	case m.Role != ike.Initiator:
		return ""
	case m.Version == 1:
		return "offers " + render.Plural(len(s.Offers[ike.Initiator]), "policy", "policies")
	}
	say := "offers " + render.Plural(len(s.Offers[ike.Initiator]), "proposal", "proposals")
	if m.Group != 0 {
		say += ", public value of group " + itoa(m.Group)
	}
	return say
}

// noticesMeaning names the notifications and deletions of a message.
func noticesMeaning(m *ike.Message) string {
	var parts []string
	for _, n := range m.Notifies {
		if m.Version == 1 || isError2(n) || n == isakmp.NotifyCookie || len(m.Notifies) == 1 || m.Exchange == isakmp.ExchangeInfo2 && !isNATDetection(n) {
			parts = append(parts, noticeWords(m, n))
		}
	}
	for _, d := range saidBy(m).Deletes {
		parts = append(parts, deletionText(m, d))
	}
	if len(parts) == 0 && m.Encrypted && !m.Decrypted {
		return "encrypted"
	}
	return strings.Join(parts, ", ")
}

// noticeWords names a notification of m, with what its data say.
func noticeWords(m *ike.Message, n isakmp.NotifyType) string {
	name, x := noticeName(m.Version, n, has(m, isakmp.PayloadTSi)), saidBy(m)
	switch {
	case m.Version == 1:
	case n == isakmp.NotifyInvalidKE && x.Wanted != 0:
		return name + ", wants group " + groupText(x.Wanted)
	case n == isakmp.NotifyRedirect && x.Gateway != "":
		return string(render.AppendClean([]byte(name+" to "), x.Gateway))
	case n == isakmp.NotifyRedirectedFrom && x.Gateway != "":
		return string(render.AppendClean([]byte(name+" "), x.Gateway))
	case n == isakmp.NotifyUpdateAddresses && x.Path[0].IsValid():
		return name + ": moves to " + x.Path[0].String()
	}
	return name
}

// deletionText is "deletes ESP SA 0x1341e4c7".
func deletionText(m *ike.Message, d ike.Deletion) string {
	name := strings.TrimPrefix(ios.OrNumber(isakmp.ProtocolName(m.Version, d.Protocol), uint16(d.Protocol)), "IPSEC_")
	text := "deletes " + name + " SA"
	switch n := len(d.SPIs) + len(d.IKE); {
	case n == 0:
		return "deletes the " + name + " SA"
	case n > 1:
		text += "s"
	}
	for i, spi := range d.SPIs {
		if i > 0 {
			text += ","
		}
		text += " " + ios.HexSPI(spi)
	}
	for i, spi := range d.IKE {
		if i > 0 {
			text += ","
		}
		text += " " + ios.IKESPI(spi)
	}
	return text
}

// isError2 reports whether a notification of IKEv2 is an error.
func isError2(n isakmp.NotifyType) bool { return n < isakmp.NotifyStatus }

func isNATDetection(n isakmp.NotifyType) bool {
	return n == isakmp.NotifyNATSource || n == isakmp.NotifyNATDestination
}

// itoa is a number in a text.
func itoa[T ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) string {
	return strconv.FormatUint(uint64(n), 10)
}
