package ipsec

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// appendTunnel appends a tunnel in IOS's layout.
func appendTunnel(b []byte, t *tunnel.Tunnel, at time.Time, detail bool) []byte {
	b = ios.AppendLine(b, "interface: ", t.FirstSA().Interface)
	b = fmt.Appendf(b, "    Crypto map tag: (none), local addr %s\n\n", t.Local)
	b = append(b, "   protected vrf: (none)\n"...)
	local, remote := identLines(t)
	b = fmt.Appendf(b, "   local  ident (addr/mask/prot/port): %s\n", local)
	b = fmt.Appendf(b, "   remote ident (addr/mask/prot/port): %s\n", remote)
	b = fmt.Appendf(b, "   current_peer %s port %d\n", t.Remote, remotePort(t))
	out, in := sum(t.Outbound), sum(t.Inbound)
	b = fmt.Appendf(b, "    #pkts encaps: %d, #pkts encrypt: %d, #pkts digest: %d\n", out.packets, out.packets, out.packets)
	b = fmt.Appendf(b, "    #pkts decaps: %d, #pkts decrypt: %d, #pkts verify: %d\n", in.packets, in.packets, in.packets)
	b = fmt.Appendf(b, "    #pkts lost (out/in): %d/%d, late: %d/%d, duplicate: %d/%d, replay: %d/%d\n",
		out.lost, in.lost, out.late, in.late, out.duplicates, in.duplicates, out.replays, in.replays)
	b = fmt.Appendf(b, "    #pkts decrypted here (out/in): %d/%d, ICV wrong: %d/%d, not decrypted: %d/%d\n",
		out.decrypted, in.decrypted, out.failed, in.failed, out.notDecrypted, in.notDecrypted)
	b = appendReasons(b, t)
	b = fmt.Appendf(b, "\n     local crypto endpt.: %s, remote crypto endpt.: %s\n", t.Local, t.Remote)
	b = fmt.Appendf(b, "     path mtu at least %d (longest packet seen)\n", max(out.longest, in.longest))
	spi := "0x0(0)"
	if n := len(t.Outbound); n > 0 {
		spi = ios.SPI(t.Outbound[n-1].SPI)
	}
	b = fmt.Appendf(b, "     current outbound spi: %s\n", spi)
	b = append(b, pfsLine(t)...)
	b = appendSAs(b, "inbound", t.Inbound, at, detail)
	return appendSAs(b, "outbound", t.Outbound, at, detail)
}

// appendSAs appends the SAs of one direction: ESP's, and AH's if there are any. Without
// detail, it appends the last SA of each.
func appendSAs(b []byte, direction string, all []*tunnel.SA, at time.Time, detail bool) []byte {
	for _, ah := range []bool{false, true} {
		list := slices.DeleteFunc(slices.Clone(all), func(s *tunnel.SA) bool { return s.AH != ah })
		if ah && len(list) == 0 {
			continue
		}
		b = fmt.Appendf(b, "\n     %s %s sas:\n", direction, protocolName(ah))
		for i, s := range list {
			if detail || i == len(list)-1 {
				b = appendSA(b, s, at, detail)
			}
		}
		if n := len(list); n > 1 && !detail {
			b = fmt.Appendf(b, "      (and %d before it)\n", n-1)
		}
	}
	return b
}

// remotePort returns the remote peer's port: of IKE or, without IKE, of UDP
// encapsulation.
func remotePort(t *tunnel.Tunnel) uint16 {
	if t.IKE != nil {
		for r, peer := range t.IKE.Now {
			if peer.Addr() == t.Remote {
				return t.IKE.Now[r].Port()
			}
		}
	}
	if s := t.FirstSA(); s.Ports != [2]uint16{} {
		if s.Dst == t.Remote {
			return s.Ports[1]
		}
		return s.Ports[0]
	}
	return 500
}

// pfsLine returns the line on perfect forward secrecy: whether the exchange of the
// last outbound SA had a key exchange of its own. It is empty if that is not known.
func pfsLine(t *tunnel.Tunnel) string {
	if n := len(t.Outbound); n > 0 && t.Outbound[n-1].Child != nil {
		if c := t.Outbound[n-1].Child; c.Group != 0 && len(c.KeyExchange[0]) > 0 {
			return fmt.Sprintf("     PFS (Y/N): Y, DH group: group%d\n", c.Group)
		}
		return "     PFS (Y/N): N, DH group: none\n"
	}
	return ""
}

// A total is the sum of counters of several SAs.
type total struct {
	packets, lost, late, duplicates, replays, decrypted, failed, notDecrypted uint64
	longest                                                                   int
}

func sum(list []*tunnel.SA) (t total) {
	esp := slices.ContainsFunc(list, func(s *tunnel.SA) bool { return !s.AH })
	for _, s := range list {
		if esp && s.AH { // a packet of both
			continue
		}
		t.packets += s.Packets
		t.lost += s.Sequence.Lost
		t.late += s.Sequence.Late
		t.duplicates += s.Sequence.Duplicates
		t.replays += s.Sequence.Replays
		t.decrypted += s.Decrypted
		t.failed += s.AuthFailed
		t.notDecrypted += s.NotDecrypted
		t.longest = max(t.longest, s.Longest)
	}
	return t
}

// appendReasons says why packets were not decrypted, once for each reason.
func appendReasons(b []byte, t *tunnel.Tunnel) []byte {
	seen := map[string]bool{}
	for s := range t.SAs() {
		if why := reason(s); why != "" && !seen[why] {
			seen[why] = true
			b = ios.AppendLine(b, "    not decrypted: ", why)
		}
	}
	return b
}

// appendSA appends one SA.
func appendSA(b []byte, s *tunnel.SA, at time.Time, detail bool) []byte {
	b = fmt.Appendf(b, "      spi: %s\n", ios.SPI(s.SPI))
	if set := transformSet(s); set != "" {
		b = fmt.Appendf(b, "        transform: %s ,\n", set)
	}
	b = fmt.Appendf(b, "        in use settings ={%s, }\n", modeName(s))
	if c := s.Child; c != nil && (c.Seconds > 0 || c.Kilobytes > 0) {
		b = append(b, timing(s, at)...)
	}
	if s.Decrypted > 0 {
		b = fmt.Appendf(b, "        IV size: %d bytes\n", s.Encr.IVLen())
	}
	b = fmt.Appendf(b, "        #pkts: %d, bytes: %d, sequence: %d to %d\n", s.Packets, s.Bytes, s.Sequence.First, s.Sequence.Last)
	if detail {
		b = appendSADetail(b, s)
	}
	return fmt.Appendf(b, "        Status: %s\n", status(s))
}

// appendSADetail appends counters that IOS does not have.
func appendSADetail(b []byte, s *tunnel.SA) []byte {
	q := &s.Sequence
	b = fmt.Appendf(b, "        lost: %d, late: %d, duplicate: %d, replay (window 1024/64): %d/%d, wraps: %d\n",
		q.Lost, q.Late, q.Duplicates, q.Replays, q.Replays64, q.Wraps)
	b = fmt.Appendf(b, "        first: %s, last: %s, longest pause: %s\n", ios.Clock(s.First), ios.Clock(s.Last), s.Idle.Round(time.Millisecond))
	b = fmt.Appendf(b, "        rate: %.1f kbit/s, longest packet: %d bytes\n", s.Rate()/1000, s.Longest)
	b = fmt.Appendf(b, "        decrypted: %d, ICV wrong: %d, not decrypted: %d\n", s.Decrypted, s.AuthFailed, s.NotDecrypted)
	if c := s.Child; c != nil {
		b = fmt.Appendf(b, "        created by IKE SA %x, message ID 0x%08x\n", c.Parent.SPIs[ike.Initiator], c.MessageID)
	}
	if s.Next != nil {
		b = fmt.Appendf(b, "        replaced by: %s\n", ios.SPI(s.Next.SPI))
	}
	if s.AfterDelete() {
		b = append(b, "        packets came after it was deleted\n"...)
	}
	if s.Elsewhere > 0 {
		b = fmt.Appendf(b, "        seen on other interfaces as well: %d packets\n", s.Elsewhere)
	}
	return b
}

// timing returns the line on the lifetime that is left.
func timing(s *tunnel.SA, at time.Time) string {
	var left []string
	if kb := s.Child.Kilobytes; kb > 0 {
		left = append(left, fmt.Sprintf("%d k", max(0, int64(kb)-int64(s.Bytes/1000))))
	}
	if seconds := s.Child.Seconds; seconds > 0 {
		rest := int64(seconds)
		if !at.IsZero() {
			rest -= int64(at.Sub(s.Child.Ready).Seconds())
		}
		left = append(left, fmt.Sprintf("%d sec", max(0, rest)))
	}
	return "        sa timing: remaining key lifetime: " + strings.Join(left, ", ") + "\n"
}

// status returns IOS's word for the state of an SA.
func status(s *tunnel.SA) string {
	switch {
	case !s.Deleted().IsZero():
		return "DELETED"
	case s.Next != nil:
		return "REPLACED"
	}
	return "ACTIVE"
}

// transformSet names the algorithms of an SA as IOS does. It is empty if they are not
// known.
func transformSet(s *tunnel.SA) string {
	suite, ok := s.Suite()
	if !ok {
		return ""
	}
	return ios.TransformSet(suite)
}

// protocolName returns "esp" or "ah".
func protocolName(ah bool) string {
	if ah {
		return "ah"
	}
	return "esp"
}

// modeName returns IOS's word for the mode, and for encapsulation in UDP or TCP.
func modeName(s *tunnel.SA) string {
	name := "Tunnel"
	switch {
	case s.Child != nil && s.Child.Transport():
		name = "Transport"
	case s.Child == nil && s.Decrypted > 0 && !s.Inner.Tunnel:
		name = "Transport"
	case s.Child == nil && s.Decrypted == 0:
		name = "mode unknown"
	}
	if s.Ports != [2]uint16{} {
		name += " UDP-Encaps"
	}
	return name
}

// identLines returns the networks on both sides: the negotiated ones or, if they are
// not known, the smallest that hold all inner addresses.
func identLines(t *tunnel.Tunnel) (local, remote string) {
	line := func(negotiated ike.Selector, seen netip.Prefix) string {
		switch {
		case negotiated.IsValid():
			return "(" + ios.Ident(negotiated) + ")"
		case seen.IsValid():
			return "(" + ios.Network(seen) + "/0/0), seen inside"
		}
		return "(unknown)"
	}
	seenLocal, seenRemote := t.InnerNetworks()
	return line(t.LocalIdent, seenLocal), line(t.RemoteIdent, seenRemote)
}
