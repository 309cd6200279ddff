package ike

import (
	"cmp"
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

// appendSA appends everything that is known of an SA.
func appendSA(b []byte, s *ike.SA, l lost, at time.Time) []byte {
	b = append(b, "-------------------------\n"...)
	b = ios.AppendLine(append(b, titleOf(s)...), ", on ", s.Interface)
	return appendLadder(appendFacts(b, s, l, at), s)
}

// titleOf is "IKEv1 SA 1001: 192.0.2.1:500 -> 198.51.100.1:500".
func titleOf(s *ike.SA) string {
	return fmt.Sprintf("IKEv%d SA %d: %s -> %s", s.Version, ios.ConnectionID(s), s.Peers[ike.Initiator], s.Peers[ike.Responder])
}

// stateOf is "QM_IDLE, ACTIVE, main mode". A state that is its own status stands once.
func stateOf(s *ike.SA) string {
	return strings.Join(slices.Compact([]string{s.State.String(), ios.Status(s), ios.Exchange(s)}), ", ")
}

// appendFacts appends everything that is known of an SA, but its messages.
func appendFacts(b []byte, s *ike.SA, l lost, at time.Time) []byte {
	b = fmt.Appendf(b, "  State: %s\n", stateOf(s))
	if s.State == ike.AuthAnswered {
		b = ios.AppendLine(b, "    ", ios.StatusDescription(s))
	}
	b = fmt.Appendf(b, "  Initiator SPI: %x, responder SPI: %x\n", s.SPIs[ike.Initiator], s.SPIs[ike.Responder])
	b = appendTimes(b, s, at)
	b = appendAgreed(b, s)
	b = appendSides(b, s)
	b = appendPPK(b, s)
	b = appendPath(b, s)
	b = fmt.Appendf(b, "  Messages: %d, retransmissions: %d, copies on other interfaces: %d\n", s.Messages, s.Retransmits, s.Elsewhere)
	b = appendLost(b, s, l)
	b = appendUnanswered(b, s)
	b = appendAncestry(b, s)
	b = appendKeys(b, s)
	b = appendNotices(b, s)
	return appendChildren(b, s)
}

func appendTimes(b []byte, s *ike.SA, at time.Time) []byte {
	b = fmt.Appendf(b, "  First message: %s, last: %s, duration: %s\n", ios.Clock(s.First), ios.Clock(s.Last), s.Last.Sub(s.First).Round(time.Microsecond))
	if s.Late {
		b = append(b, "  The capture begins after its first message\n"...)
	}
	if !s.Ready.IsZero() {
		b = fmt.Appendf(b, "  Ready after: %s\n", s.Ready.Sub(s.First).Round(time.Microsecond))
	}
	if d, ok := s.LifetimeLeft(at); ok && s.Deleted.IsZero() {
		b = fmt.Appendf(b, "  Lifetime left: %s\n", ios.HMS(d))
	}
	if s.Resumed {
		b = append(b, "  Resumed by a ticket: its keys come from those of the SA that the ticket was for\n"...)
	}
	if s.AuthLifetime > 0 {
		b = fmt.Appendf(b, "  The initiator shall authenticate again within %d s\n", s.AuthLifetime)
	}
	if s.Childless {
		b = append(b, "  IKE_AUTH requested no child SA\n"...)
	}
	if !s.Deleted.IsZero() {
		b = fmt.Appendf(b, "  Deleted: %s\n", ios.Clock(s.Deleted))
	}
	if f := s.Failure; f.Failed() {
		b = fmt.Appendf(b, "  Failed: %s, ", ios.Clock(f.Time))
		if f.Frame != 0 {
			b = fmt.Appendf(b, "#%d, ", f.Frame)
		}
		b = append(append(b, f.Text(s.Version)...), '\n')
	}
	return b
}

// appendAgreed appends the policy and the offers that it was chosen from.
func appendAgreed(b []byte, s *ike.SA) []byte {
	if s.Policy != nil {
		b = fmt.Appendf(b, "  Policy: %s\n", policyText(ios.WordsOf(s), s.Policy))
	}
	for r, list := range s.Offers {
		for i := range list {
			b = fmt.Appendf(b, "  Offer of the %s: %d: %s\n", ike.Role(r), list[i].Number, offerText(ios.WordsOf(s), &list[i]))
		}
	}
	return b
}

// policyText is "aes 128, sha, psk, group 2, 86400 s".
func policyText(words ios.Words, p *isakmp.Policy) string {
	cipher := ios.OrUnknown(words.Encr(p.Encr))
	if p.KeyBits > 0 {
		cipher += " " + itoa(p.KeyBits)
	}
	parts := []string{cipher}
	if words == ios.IKEv2 {
		parts = append(parts, "PRF "+ios.OrUnknown(words.PRF(p)))
	}
	if hash := words.Hash(p); hash != "" {
		parts = append(parts, hash)
	}
	if words == ios.ISAKMP {
		parts = append(parts, ios.OrUnknown(authText(p.Auth)))
	}
	parts = append(parts, "group "+groupText(p.Group))
	for i, v := range p.Additional {
		if v != 0 || p.Without[i] {
			parts = append(parts, "additional key exchange "+itoa(i+1)+": "+methodText(v))
		}
	}
	if p.Seconds > 0 {
		parts = append(parts, itoa(p.Seconds)+" s")
	}
	if p.Kilobytes > 0 {
		parts = append(parts, itoa(p.Kilobytes)+" kB")
	}
	return strings.Join(parts, ", ")
}

// appendSides appends the address, identity and vendor IDs of each peer.
func appendSides(b []byte, s *ike.SA) []byte {
	for _, r := range [...]ike.Role{ike.Initiator, ike.Responder} {
		b = fmt.Appendf(b, "  The %s, %s", r, s.Now[r])
		if id := identityOf(s, r); id != "" {
			b = render.AppendClean(append(b, ", is "...), id)
		}
		b = appendMethods(b, s, r)
		b = append(b, '\n')
		if names := vendorNames(s, r); len(names) > 0 {
			// One is the hash of a draft's name and a line feed, as Wireshark's label has it.
			b = ios.AppendLine(b, "    Vendor IDs: ", strings.ReplaceAll(strings.Join(names, "; "), `\n`, ""))
		}
	}
	return b
}

// appendPPK appends whether there is a post-quantum pre-shared key: RFC 8784.
func appendPPK(b []byte, s *ike.SA) []byte {
	if ppkOf(s) == ike.NoPPK {
		return b
	}
	return ios.AppendLine(b, "  Post-quantum pre-shared key (PPK): ", ppkOf(s).String())
}

// appendMethods appends how a peer authenticates itself: ", authenticates by ECDSA
// with SHA2-256, then as carol by EAP-MSCHAPv2".
func appendMethods(b []byte, s *ike.SA, r ike.Role) []byte {
	for i, m := range s.Methods[r] {
		if i == 0 {
			b = append(b, ", authenticates"...)
		} else {
			b = append(b, ", then"...)
		}
		if id := identityText(m.ID); len(s.Methods[r]) > 1 && id != "" {
			b = render.AppendClean(append(b, " as "...), id)
		}
		b = append(b, " by "+ios.Method(m.Word)...)
		if m.Hash != 0 {
			b = append(b, " with "+m.Hash.String()...)
		}
	}
	return b
}

// authText is a method of phase 1: "psk", "xauth-psk".
func authText(m ipsec.AuthMethod) string {
	return ios.OrNumber(m.Names().Word, m.Number())
}

// identityOf is a peer's ID payload in words, "" where it could not be decrypted.
func identityOf(s *ike.SA, r ike.Role) string {
	return identityText(s.IDs[r])
}

func identityText(id ike.Identity) string {
	if id.Type == 0 {
		return ""
	}
	return string(isakmp.AppendIdentity(nil, id.Type, id.Data))
}

// vendorNames are the names of a peer's vendor IDs; vendor IDs without a name are in
// hex.
func vendorNames(s *ike.SA, r ike.Role) []string {
	out := []string{}
	for _, v := range s.Vendors[r] {
		name := string(isakmp.AppendVendor(nil, v))
		if isakmp.VendorName(v) == name && name == "Unknown Vendor ID" {
			name = fmt.Sprintf("%x", v)
		}
		out = append(out, name)
	}
	return out
}

// appendPath appends NAT traversal, changes of address and dead peer detection.
func appendPath(b []byte, s *ike.SA) []byte {
	b = appendTraversal(b, s)
	for _, m := range s.Moves {
		b = fmt.Appendf(b, "  Moved: %s #%d: the %s from %s to %s\n", ios.Clock(m.Time), m.Frame, m.Role, m.From, m.To)
	}
	if p := s.Probes; p.Asked+p.Answered > 0 {
		b = fmt.Appendf(b, "  Dead peer detection: asked %d times, answered %d times\n", p.Asked, p.Answered)
	}
	return b
}

func appendAncestry(b []byte, s *ike.SA) []byte {
	if s.Redundant {
		b = append(b, "  Redundant: both peers replaced the SA before at once, and the other new SA stays\n"...)
	}
	if p := s.Replaces; p != nil {
		b = fmt.Appendf(b, "  Replaces: SA %d, initiator SPI %x\n", ios.ConnectionID(p), p.SPIs[ike.Initiator])
	}
	if n := s.ReplacedBy; n != nil {
		b = fmt.Appendf(b, "  Replaced by: SA %d, initiator SPI %x\n", ios.ConnectionID(n), n.SPIs[ike.Initiator])
	}
	if s.SupersededBy != 0 {
		b = fmt.Appendf(b, "  Ended by: INITIAL_CONTACT of SA %d\n", ios.ConnectionNumber(s.Version, s.SupersededBy))
	}
	return b
}

// appendUnanswered appends the requests that were retransmitted and have no answer.
func appendUnanswered(b []byte, s *ike.SA) []byte {
	for r := range s.Unanswered {
		u := &s.Unanswered[r]
		if u.Sent < 2 {
			continue
		}
		b = fmt.Appendf(b, "  Not answered: %s of the %s, sent %d times, first at %s, last at %s\n",
			ios.OrNumber(isakmp.ExchangeName(s.Version, u.Exchange), uint16(u.Exchange)), ike.Role(r), u.Sent, ios.Clock(u.First), ios.Clock(u.Last))
	}
	return b
}

// notDecrypted is why messages of s could not be decrypted, "" if all were.
func notDecrypted(s *ike.SA) string {
	if s.Decrypted >= s.Encrypted {
		return ""
	}
	_, reason := s.Secret()
	return cmp.Or(reason, "no keys were given")
}

// appendKeys appends what was decrypted, with which keys, or why not.
func appendKeys(b []byte, s *ike.SA) []byte {
	if s.Encrypted > 0 {
		b = fmt.Appendf(b, "  Decrypted: %d of %d messages", s.Decrypted, s.Encrypted)
		if secret, _ := s.Secret(); secret != nil {
			source := secret.Source.String()
			if secret.Swapped() {
				source += ", initiator and responder swapped"
			}
			b = ios.AppendLine(b, ", with "+secret.Depth+" of ", source)
		} else {
			b = append(b, '\n')
		}
		if why := notDecrypted(s); why != "" {
			b = ios.AppendLine(b, "    not decrypted: ", why)
		}
	}
	if s.Proven+s.Disproven > 0 {
		what := "HASH"
		if s.Version == 2 {
			what = "AUTH"
		}
		b = fmt.Appendf(b, "  Proofs (%s): %d right, %d wrong\n", what, s.Proven, s.Disproven)
	}
	return appendSharedKeys(b, s)
}

// appendNotices appends the notifications, one line for each message.
func appendNotices(b []byte, s *ike.SA) []byte {
	for i := range s.Notices {
		n := &s.Notices[i]
		if i > 0 && s.Notices[i-1].Frame == n.Frame {
			b = append(b, ", "...)
		} else {
			if i > 0 {
				b = append(b, '\n')
			}
			b = fmt.Appendf(b, "  Notified: %s #%d, by the %s: ", ios.Clock(n.Time), n.Frame, n.Role)
		}
		b = append(b, noticeText(n)...)
	}
	if len(s.Notices) > 0 {
		b = append(b, '\n')
	}
	return b
}

// noticeName is "NO-PROPOSAL-CHOSEN (14)". Of numbers for private use, the one of
// strongSwan is named that stands beside proposals of a child SA.
func noticeName(version uint8, typ isakmp.NotifyType, child bool) string {
	return ios.OrUnknown(noticeWord(version, typ, child)) + " (" + itoa(typ) + ")"
}

// noticeWord is the same without the number, "" for a notification without a name.
func noticeWord(version uint8, typ isakmp.NotifyType, child bool) string {
	if version == 2 && typ == isakmp.NotifyUseBEETMode && child {
		return "USE_BEET_MODE"
	}
	return isakmp.NotifyName(version, typ)
}
