package ipsec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A layout is IOS's of "show crypto ipsec sa [detail]". What no packet tells is left
// out; in a router's lines alone it stands as IOS writes what it does not have: 0,
// (none).
type layout struct {
	at     time.Time
	detail bool
	router bool // the router's lines and no others
	flush  func([]byte) []byte
}

// append appends all tunnels. A router has a block for each pair of identities, and
// TextFSM's templates want the interface above each.
func (l layout) append(b []byte, all []*tunnel.Tunnel) []byte {
	more := false
	block := func(t *tunnel.Tunnel, idents [][2]string) {
		if more {
			b = append(b, '\n')
		}
		more = true
		b = l.flush(l.appendBlock(b, t, idents))
	}
	for _, t := range all {
		if !l.router {
			block(t, identLines(t))
			continue
		}
		for local, remote := range routerPairs(t) {
			block(t, [][2]string{{"local  ", local}, {"remote ", remote}})
		}
	}
	return b
}

// name returns the name of an interface, which is one word on a router.
func (l layout) name(s string) string {
	if l.router {
		return ios.Word(s)
	}
	return s
}

// appendBlock appends a tunnel with its identities: a side and its text.
func (l layout) appendBlock(b []byte, t *tunnel.Tunnel, idents [][2]string) []byte {
	b = ios.AppendLine(b, "interface: ", l.name(t.FirstSA().Interface))
	if l.router {
		b = fmt.Appendf(b, "    Crypto map tag: (none), local addr %s\n\n   protected vrf: (none)\n", t.Local)
	} else {
		b = fmt.Appendf(b, "    local addr %s\n\n", t.Local)
	}
	for _, id := range idents {
		b = fmt.Appendf(b, "   %sident (addr/mask/prot/port): %s\n", id[0], id[1])
	}
	b = l.appendPeer(b, t)
	out, in := sum(t.Outbound), sum(t.Inbound)
	b = l.appendCounters(b, t, &out, &in)
	if !l.router {
		b = appendSeen(b, t, &out, &in)
	}
	b = fmt.Appendf(b, "\n     local crypto endpt.: %s, remote crypto endpt.: %s\n", t.Local, t.Remote)
	if l.router {
		b = append(b, "     plaintext mtu 0, path mtu 0, ip mtu 0, ip mtu idb (none)\n"...)
	} else {
		b = fmt.Appendf(b, "     path mtu at least %d (longest packet seen)\n", max(out.longest, in.longest))
		if local, remote := endpoints(t); t.FirstSA().Ports != [2]uint16{} {
			b = fmt.Appendf(b, "     UDP or TCP ports (local/remote): %d/%d\n", local.Port(), remote.Port())
		}
	}
	if spi := currentSPI(t); spi != 0 || l.router {
		b = fmt.Appendf(b, "     current outbound spi: %s\n", ios.SPI(spi))
	}
	b = append(b, l.pfsLine(t)...)
	b = l.appendDirection(b, "inbound", t.Inbound)
	return l.appendDirection(b, "outbound", t.Outbound)
}

// appendPeer appends the line of the remote peer, whose port may not be known.
func (l layout) appendPeer(b []byte, t *tunnel.Tunnel) []byte {
	port := remotePort(t)
	switch {
	case l.router:
		return fmt.Appendf(b, "   current_peer %s port %d\n     PERMIT, flags={origin_is_acl,}\n", t.Remote, cmp.Or(port, ikePort))
	case port == 0:
		return fmt.Appendf(b, "   current_peer %s\n", t.Remote)
	}
	return fmt.Appendf(b, "   current_peer %s port %d\n", t.Remote, port)
}

// appendCounters appends IOS's counters. A router would drop what fails the check of
// its ICV or that against replay before it counts it as decapsulated.
func (l layout) appendCounters(b []byte, t *tunnel.Tunnel, out, in *total) []byte {
	received := in.received()
	invalid := invalidSPIs(t)
	b = fmt.Appendf(b, "    #pkts encaps: %d, #pkts encrypt: %d, #pkts digest: %d\n", out.packets, out.packets, out.packets)
	b = fmt.Appendf(b, "    #pkts decaps: %d, #pkts decrypt: %d, #pkts verify: %d\n", received, received, received)
	if l.router {
		return l.appendRouterCounters(b, t, out, in)
	}
	if n := in.dropped() + invalid; n > 0 && !l.detail {
		return fmt.Appendf(b, "    #recv errors %d\n", n)
	}
	if l.detail {
		b = fmt.Appendf(b, "    #pkts invalid sa (rcv) %d, #pkts verify failed: %d\n", invalid, in.unverified)
		b = fmt.Appendf(b, "    #pkts replay rollover (send): %d, #pkts replay rollover (rcv) %d\n", out.wraps, in.wraps)
		b = fmt.Appendf(b, "    ##pkts replay failed (rcv): %d\n", in.replayed())
	}
	return b
}

// appendRouterCounters appends the counters that only a router has, among what packets
// tell.
func (l layout) appendRouterCounters(b []byte, t *tunnel.Tunnel, out, in *total) []byte {
	invalid := invalidSPIs(t)
	b = append(b, "    #pkts compressed: 0, #pkts decompressed: 0\n"+
		"    #pkts not compressed: 0, #pkts compr. failed: 0\n"+
		"    #pkts not decompressed: 0, #pkts decompress failed: 0\n"...)
	if !l.detail {
		return fmt.Appendf(b, "    #send errors 0, #recv errors %d\n", in.dropped()+invalid)
	}
	b = fmt.Appendf(b, "    #pkts no sa (send) 0, #pkts invalid sa (rcv) %d\n", invalid)
	b = append(b, "    #pkts encaps failed (send) 0, #pkts decaps failed (rcv) 0\n"...)
	b = fmt.Appendf(b, "    #pkts invalid prot (recv) 0, #pkts verify failed: %d\n", in.unverified)
	b = append(b, "    #pkts invalid identity (recv) 0, #pkts invalid len (rcv) 0\n"...)
	b = fmt.Appendf(b, "    #pkts replay rollover (send): %d, #pkts replay rollover (rcv) %d\n", out.wraps, in.wraps)
	b = fmt.Appendf(b, "    ##pkts replay failed (rcv): %d\n", in.replayed())
	return append(b, "    #pkts tagged (send): 0, #pkts untagged (rcv): 0\n"+
		"    #pkts not tagged (send): 0, #pkts not untagged (rcv): 0\n"+
		"    #pkts internal err (send): 0, #pkts internal err (recv) 0\n"...)
}

// invalidSPIs counts the packets of which the local peer notified that their SPI was
// not one of its own.
func invalidSPIs(t *tunnel.Tunnel) (n uint64) {
	if t.IKE == nil {
		return 0
	}
	for i := range t.IKE.Notices {
		notice := &t.IKE.Notices[i]
		if notice.Type == isakmp.NotifyInvalidSPI && t.IKE.Now[notice.Role].Addr() == t.Local {
			n++
		}
	}
	return n
}

// currentSPI returns the SPI of the last outbound SA in use, 0 without one.
func currentSPI(t *tunnel.Tunnel) uint32 {
	for _, s := range slices.Backward(t.Outbound) {
		if s.InUse() {
			return s.SPI
		}
	}
	return 0
}

// remotePort returns the remote peer's port: of IKE or, without IKE, of UDP
// encapsulation. It is 0 if it is not known.
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
	return 0
}

// pfsLine returns the line on perfect forward secrecy: whether the exchange of the
// last outbound SA had a key exchange of its own. Where that is not known, it is
// empty, but on a router "N".
func (l layout) pfsLine(t *tunnel.Tunnel) string {
	none := "     PFS (Y/N): N, DH group: none\n"
	if n := len(t.Outbound); n > 0 && t.Outbound[n-1].Child != nil {
		if c := t.Outbound[n-1].Child; c.Group != 0 && len(c.KeyExchange[0]) > 0 {
			return fmt.Sprintf("     PFS (Y/N): Y, DH group: group%d\n", c.Group)
		}
		return none
	}
	if l.router {
		return none
	}
	return ""
}

// appendDirection appends the SAs of one direction: of ESP, of AH, and of IPComp.
func (l layout) appendDirection(b []byte, direction string, all []*tunnel.SA) []byte {
	for _, ah := range []bool{false, true} {
		b = fmt.Appendf(b, "\n     %s %s sas:\n", direction, protocolName(ah))
		list := slices.DeleteFunc(slices.Clone(all), func(s *tunnel.SA) bool { return s.AH != ah || l.router && !s.InUse() })
		for i, s := range list {
			if l.detail || l.router || i == len(list)-1 {
				b = l.appendSA(b, s)
			}
		}
		if n := len(list); n > 1 && !l.detail && !l.router {
			b = fmt.Appendf(b, "      (and %d before it)\n", n-1)
		}
	}
	b = fmt.Appendf(b, "\n     %s pcp sas:\n", direction)
	for _, s := range all {
		if s.Child != nil && s.Child.IPComp[s.Receiver].CPI != 0 && s.InUse() {
			b = l.appendCompression(b, s)
		}
	}
	return b
}

// appendCompression appends the IPComp association below an SA of ESP or AH, which has
// a CPI for its SPI: RFC 3173, section 3.3.
func (l layout) appendCompression(b []byte, s *tunnel.SA) []byte {
	x := s.Child.IPComp[s.Receiver]
	b = fmt.Appendf(b, "      spi: %s\n        transform: comp-%s ,\n", ios.SPI(uint32(x.CPI)), strings.ToLower(isakmp.CompressionName(x.Algorithm)))
	b = fmt.Appendf(b, "        in use settings ={%s, }\n", l.modeName(s))
	b = append(append(b, l.associationLine()...), l.timing(s)...)
	b = l.appendReplay(b, 'N', 0)
	return fmt.Appendf(b, "        Status: %s\n", status(s))
}

// associationLine is the line with the numbers by which a router knows an SA, which no
// message has.
func (l layout) associationLine() string {
	if !l.router {
		return ""
	}
	return "        conn id: 0, flow_id: SW:0, sibling_flags 00000000, crypto map: (none)\n"
}

// appendReplay appends a router's line on its check against replay, which is the
// receiver's own matter: RFC 4303, section 3.4.3.
func (l layout) appendReplay(b []byte, support byte, window int) []byte {
	if !l.router {
		return b
	}
	b = fmt.Appendf(b, "        replay detection support: %c", support)
	if l.detail {
		b = fmt.Appendf(b, "  replay window size: %d", window)
	}
	return append(b, '\n')
}

// appendSA appends one SA.
func (l layout) appendSA(b []byte, s *tunnel.SA) []byte {
	b = fmt.Appendf(b, "      spi: %s\n", ios.SPI(s.SPI))
	b = append(b, l.transformLine(s)...)
	b = fmt.Appendf(b, "        in use settings ={%s, }\n", l.modeName(s))
	b = append(b, l.associationLine()...)
	b = append(b, l.timing(s)...)
	if suite, known := s.Suite(); !s.AH && (known || l.router) {
		b = fmt.Appendf(b, "        IV size: %d bytes\n", suite.Encr.IVLen())
	}
	b = l.appendReplay(b, 'Y', 1024) // by which replays are counted here
	b = fmt.Appendf(b, "        Status: %s\n", status(s))
	if l.router {
		return b
	}
	b = fmt.Appendf(b, "        #pkts: %d, bytes: %d, sequence: %d to %d\n", s.Packets, s.Bytes, s.Sequence.First, s.Sequence.Last)
	if l.detail {
		b = appendSADetail(b, s)
	}
	return b
}

// transformLine names the algorithms of an SA. Where they are not known, it is empty,
// but on a router "(none)".
func (l layout) transformLine(s *tunnel.SA) string {
	suite, known := s.Suite()
	switch {
	case known && l.router:
		return "        transform: " + ios.SATransform(suite) + " ,\n"
	case known:
		return "        transform: " + ios.TransformSet(suite) + " ,\n"
	case l.router:
		return "        transform: (none) ,\n"
	}
	return ""
}

// timing returns the line on the lifetime that is left. Where the peers agreed on
// none, or one has deleted the SA, it is empty, but on a router 0.
func (l layout) timing(s *tunnel.SA) string {
	kilobytes, seconds, known := lifetimeLeft(s, l.at)
	switch {
	case l.router:
		return fmt.Sprintf("        sa timing: remaining key lifetime (k/sec): (%d/%d)\n", kilobytes, seconds)
	case !known || !s.Deleted().IsZero():
		return ""
	case s.Child.Kilobytes == 0:
		return fmt.Sprintf("        sa timing: remaining key lifetime (k/sec): (KB Vol Rekey Disabled/%d)\n", seconds)
	}
	return fmt.Sprintf("        sa timing: remaining key lifetime (k/sec): (%d/%d)\n", kilobytes, seconds)
}

// lifetimeLeft returns what is left of the lifetime of an SA at a moment. known is
// false if the peers agreed on none.
func lifetimeLeft(s *tunnel.SA, at time.Time) (kilobytes, seconds int64, known bool) {
	c := s.Child
	if c == nil || c.Seconds == 0 && c.Kilobytes == 0 {
		return 0, 0, false
	}
	kilobytes = max(0, int64(min(c.Kilobytes, 1<<62))-int64(s.Bytes/1000))
	seconds = int64(min(c.Seconds, 1<<62))
	if !at.IsZero() {
		seconds -= int64(at.Sub(c.Ready).Seconds())
	}
	return kilobytes, max(0, seconds), true
}

// status returns IOS's word for the state of an SA. An SA that is gone has none there.
func status(s *tunnel.SA) string {
	switch {
	case !s.Deleted().IsZero():
		return "DELETED"
	case s.Next != nil && s.Guessed:
		return "REPLACED (a guess: its traffic went over to another SA)"
	case s.Next != nil:
		return "REPLACED"
	}
	return "ACTIVE(ACTIVE)"
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
// Where the mode is not known, a router says what it does by default.
func (l layout) modeName(s *tunnel.SA) string {
	name := "Tunnel"
	switch {
	case s.Child != nil:
		name = l.negotiatedMode(s.Child)
	case s.Decrypted > 0 && !s.Inner().Tunnel:
		name = "Transport"
	case s.Decrypted == 0 && !l.router:
		name = "mode unknown"
	}
	if s.Ports != [2]uint16{} {
		name += " UDP-Encaps"
	}
	return name
}

// negotiatedMode returns the word for the mode of a child. A router has two modes.
func (l layout) negotiatedMode(c *ike.Child) string {
	switch {
	case c.Transport():
		return "Transport"
	case c.Mode == isakmp.ModeBEET && !l.router:
		return "BEET"
	case c.Mode == isakmp.ModeIPTFS && !l.router:
		return "IP-TFS"
	}
	return "Tunnel"
}
