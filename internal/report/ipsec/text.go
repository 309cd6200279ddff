package ipsec

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendText appends the tunnel as routers lay it out.
func (t *tunnel) appendText(b []byte, at time.Time, detail bool) []byte {
	if h := t.any(); h != nil {
		b = ios.AppendLine(b, "interface: ", h.Interface)
	}
	b = fmt.Appendf(b, "    Crypto map tag: (none), local addr %s\n\n", t.local)
	b = append(b, "   protected vrf: (none)\n"...)
	local, remote := t.identLines()
	b = fmt.Appendf(b, "   local  ident (addr/mask/prot/port): %s\n", local)
	b = fmt.Appendf(b, "   remote ident (addr/mask/prot/port): %s\n", remote)
	b = fmt.Appendf(b, "   current_peer %s port %d\n", t.remote, t.port())
	out, in := sum(t.out), sum(t.in)
	b = fmt.Appendf(b, "    #pkts encaps: %d, #pkts encrypt: %d, #pkts digest: %d\n", out.packets, out.packets, out.packets)
	b = fmt.Appendf(b, "    #pkts decaps: %d, #pkts decrypt: %d, #pkts verify: %d\n", in.packets, in.packets, in.packets)
	b = fmt.Appendf(b, "    #pkts lost (out/in): %d/%d, late: %d/%d, duplicate: %d/%d, replay: %d/%d\n",
		out.lost, in.lost, out.late, in.late, out.duplicates, in.duplicates, out.replays, in.replays)
	b = fmt.Appendf(b, "    #pkts decrypted here (out/in): %d/%d, ICV wrong: %d/%d, not decrypted: %d/%d\n",
		out.decrypted, in.decrypted, out.failed, in.failed, out.shut, in.shut)
	b = appendReasons(b, t)
	b = fmt.Appendf(b, "\n     local crypto endpt.: %s, remote crypto endpt.: %s\n", t.local, t.remote)
	b = fmt.Appendf(b, "     path mtu %d or more: the longest packet\n", max(out.longest, in.longest))
	spi := "0x0(0)"
	if n := len(t.out); n > 0 {
		spi = ios.SPI(t.out[n-1].SPI)
	}
	b = fmt.Appendf(b, "     current outbound spi: %s\n", spi)
	b = append(b, t.pfs()...)
	b = appendSAs(b, "inbound", t.in, at, detail)
	return appendSAs(b, "outbound", t.out, at, detail)
}

// appendSAs appends the SAs of one direction, the last ones only unless detail is
// set: those of ESP, and those of AH where there are any.
func appendSAs(b []byte, direction string, all []*half, at time.Time, detail bool) []byte {
	for _, ah := range []bool{false, true} {
		list := slices.DeleteFunc(slices.Clone(all), func(h *half) bool { return h.AH != ah })
		if ah && len(list) == 0 {
			continue
		}
		name := "esp"
		if ah {
			name = "ah"
		}
		b = fmt.Appendf(b, "\n     %s %s sas:\n", direction, name)
		for i, h := range list {
			if detail || i == len(list)-1 {
				b = h.appendText(b, at, detail)
			}
		}
		if n := len(list); n > 1 && !detail {
			b = fmt.Appendf(b, "      (and %d before it)\n", n-1)
		}
	}
	return b
}

// any is one of t's SAs.
func (t *tunnel) any() *half {
	for _, list := range [][]*half{t.out, t.in} {
		if len(list) > 0 {
			return list[0]
		}
	}
	return nil
}

// port is the remote peer's of IKE, or that of UDP around ESP.
func (t *tunnel) port() uint16 {
	if t.ike != nil {
		for r, peer := range t.ike.Now {
			if peer.Addr() == t.remote {
				return t.ike.Now[r].Port()
			}
		}
	}
	if h := t.any(); h != nil && h.Ports != [2]uint16{} {
		if h.Dst == t.remote {
			return h.Ports[1]
		}
		return h.Ports[0]
	}
	return 500
}

// pfs is the line on a key exchange of the SA's own.
func (t *tunnel) pfs() string {
	if n := len(t.out); n > 0 && t.out[n-1].child != nil {
		if c := t.out[n-1].child; c.Group != 0 && len(c.KeyExchange[0]) > 0 {
			return fmt.Sprintf("     PFS (Y/N): Y, DH group: group%d\n", c.Group)
		}
		return "     PFS (Y/N): N, DH group: none\n"
	}
	return ""
}

// A total is what several SAs tell together.
type total struct {
	packets, lost, late, duplicates, replays, decrypted, failed, shut uint64
	longest                                                           int
}

func sum(list []*half) (t total) {
	esp := slices.ContainsFunc(list, func(h *half) bool { return !h.AH })
	for _, h := range list {
		if esp && h.AH { // a packet of both
			continue
		}
		t.packets += h.Packets
		t.lost += h.Sequence.Lost
		t.late += h.Sequence.Late
		t.duplicates += h.Sequence.Duplicates
		t.replays += h.Sequence.Replays
		t.decrypted += h.Decrypted
		t.failed += h.AuthFailed
		t.shut += h.NotDecrypted
		t.longest = max(t.longest, h.Longest)
	}
	return t
}

// appendReasons says why packets stayed shut, once for each reason.
func appendReasons(b []byte, t *tunnel) []byte {
	seen := map[string]bool{}
	for _, list := range [][]*half{t.out, t.in} {
		for _, h := range list {
			if why := h.reason(); why != "" && !seen[why] {
				seen[why] = true
				b = ios.AppendLine(b, "    not decrypted: ", why)
			}
		}
	}
	return b
}

// appendText appends one SA.
func (h *half) appendText(b []byte, at time.Time, detail bool) []byte {
	b = fmt.Appendf(b, "      spi: %s\n", ios.SPI(h.SPI))
	if s := h.transformSet(); s != "" {
		b = fmt.Appendf(b, "        transform: %s ,\n", s)
	}
	b = fmt.Appendf(b, "        in use settings ={%s, }\n", h.modeName())
	if c := h.child; c != nil && (c.Seconds > 0 || c.Kilobytes > 0) {
		b = append(b, h.timing(at)...)
	}
	if h.Decrypted > 0 {
		b = fmt.Appendf(b, "        IV size: %d bytes\n", h.Encr.IVLen())
	}
	b = fmt.Appendf(b, "        #pkts: %d, bytes: %d, sequence: %d to %d\n", h.Packets, h.Bytes, h.Sequence.First, h.Sequence.Last)
	if detail {
		b = h.appendDetail(b)
	}
	return fmt.Appendf(b, "        Status: %s\n", h.status())
}

// appendDetail appends what routers do not count.
func (h *half) appendDetail(b []byte) []byte {
	q := &h.Sequence
	b = fmt.Appendf(b, "        lost: %d, late: %d, duplicate: %d, replay (window 1024/64): %d/%d, wraps: %d\n",
		q.Lost, q.Late, q.Duplicates, q.Replays, q.Replays64, q.Wraps)
	b = fmt.Appendf(b, "        first: %s, last: %s, longest pause: %s\n", ios.Clock(h.First), ios.Clock(h.Last), h.Idle.Round(time.Millisecond))
	b = fmt.Appendf(b, "        rate: %.1f kbit/s, longest packet: %d bytes\n", h.Rate()/1000, h.Longest)
	b = fmt.Appendf(b, "        decrypted: %d, ICV wrong: %d, not decrypted: %d\n", h.Decrypted, h.AuthFailed, h.NotDecrypted)
	if c := h.child; c != nil {
		b = fmt.Appendf(b, "        created by IKE SA %x, message ID 0x%08x\n", c.Parent.SPIs[ike.Initiator], c.MessageID)
	}
	if h.next != nil {
		b = fmt.Appendf(b, "        replaced by: %s\n", ios.SPI(h.next.SPI))
	}
	if h.afterDelete() {
		b = append(b, "        packets came after it was deleted\n"...)
	}
	if h.Elsewhere > 0 {
		b = fmt.Appendf(b, "        seen on other interfaces as well: %d packets\n", h.Elsewhere)
	}
	return b
}

// timing is what is left of the SA's lifetime.
func (h *half) timing(at time.Time) string {
	var left []string
	if kb := h.child.Kilobytes; kb > 0 {
		left = append(left, fmt.Sprintf("%d k", max(0, int64(kb)-int64(h.Bytes/1000))))
	}
	if s := h.child.Seconds; s > 0 {
		rest := int64(s)
		if !at.IsZero() {
			rest -= int64(at.Sub(h.child.Ready).Seconds())
		}
		left = append(left, fmt.Sprintf("%d sec", max(0, rest)))
	}
	return "        sa timing: remaining key lifetime: " + strings.Join(left, ", ") + "\n"
}

// status is IOS's word.
func (h *half) status() string {
	switch {
	case !h.deleted().IsZero():
		return "DELETED"
	case h.next != nil:
		return "REPLACED"
	}
	return "ACTIVE"
}

// transformSet is what protects an SA in the words of IOS's transform sets, ""
// where it is not known.
func (h *half) transformSet() string {
	if suite, ok := h.suite(); ok {
		return ios.TransformSet(suite)
	}
	return ""
}

// suite has the algorithms that were negotiated or, where that was not read,
// those that decrypted packets.
func (h *half) suite() (s ipsec.Suite, ok bool) {
	if c := h.child; c != nil && c.Suite != (ipsec.Suite{}) {
		return c.Suite, true
	}
	return ipsec.Suite{Encr: h.Encr, Integ: h.Integ}, h.Decrypted > 0
}

// modeName is how packets are wrapped.
func (h *half) modeName() string {
	name := "Tunnel"
	switch {
	case h.child != nil && h.child.Transport():
		name = "Transport"
	case h.child == nil && h.Decrypted > 0 && !h.Inner.Tunnel:
		name = "Transport"
	case h.child == nil && h.Decrypted == 0:
		name = "mode unknown"
	}
	if h.Ports != [2]uint16{} {
		name += " UDP-Encaps"
	}
	return name
}
