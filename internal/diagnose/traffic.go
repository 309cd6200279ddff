package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/ipproto"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A direction is the SAs of one direction of a tunnel.
type direction struct {
	from, to    netip.Addr
	sas         []*tunnel.SA
	packets     uint64
	decrypted   uint64
	first, last time.Time // of packets; zero without
}

// directionsOf are the directions of t, that of its local peer first.
func directionsOf(t *tunnel.Tunnel) [2]direction {
	d := [2]direction{{from: t.Local, to: t.Remote}, {from: t.Remote, to: t.Local}}
	for i, list := range [...][]*tunnel.SA{t.Outbound, t.Inbound} {
		x := &d[i]
		x.sas = list
		for _, s := range list {
			x.from, x.to = s.Src, s.Dst
			x.packets += s.Packets
			x.decrypted += s.Decrypted
			if x.first.IsZero() || s.First.Before(x.first) {
				x.first = s.First
			}
			if s.Last.After(x.last) {
				x.last = s.Last
			}
		}
	}
	return d
}

// newest is the SA of d that had the last packet; d has one.
func (d *direction) newest() *tunnel.SA {
	return slices.MaxFunc(d.sas, func(a, b *tunnel.SA) int { return a.Last.Compare(b.Last) })
}

// firstEvidence is the first packet of s, as evidence.
func firstEvidence(s *tunnel.SA, text string) Evidence {
	return Evidence{Frame: s.FirstFrame, Time: s.First, Field: spiField(s), Value: ios.HexSPI(s.SPI), Text: text}
}

// lastEvidence is the last packet of s, as evidence.
func lastEvidence(s *tunnel.SA, text string) Evidence {
	return Evidence{Frame: s.LastFrame, Time: s.Last, Field: spiField(s), Value: ios.HexSPI(s.SPI), Text: text}
}

func spiField(s *tunnel.SA) string {
	if s.AH {
		return "ah.spi"
	}
	return "esp.spi"
}

// protocolOf is "ESP" or "AH".
func protocolOf(s *tunnel.SA) string {
	if s.AH {
		return "AH"
	}
	return "ESP"
}

// plural is "1 packet", "2 packets".
func plural[N int | uint64](n N, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// about is a duration as a sentence has it.
func about(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f seconds", d.Seconds())
	case d < 5*time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	}
	return fmt.Sprintf("%d minutes", int(d.Minutes()))
}

// networks are the networks behind the sender and the receiver of d: as they were
// negotiated or, if that is not known, those of the addresses seen inside. ok is false if
// neither is known.
func networks(t *tunnel.Tunnel, d *direction) (behindSender, behindReceiver string, ok bool) {
	src, dst, ok := prefixes(t, d)
	if !ok {
		return "<network behind " + d.from.String() + ">", "<network behind " + d.to.String() + ">", false
	}
	return src.String(), dst.String(), true
}

// prefixes is networks, as prefixes.
func prefixes(t *tunnel.Tunnel, d *direction) (src, dst netip.Prefix, ok bool) {
	localIdent, remoteIdent := t.Idents()
	local, okLocal := prefixOf(localIdent)
	remote, okRemote := prefixOf(remoteIdent)
	if !okLocal || !okRemote {
		local, remote = t.InnerNetworks()
		okLocal, okRemote = local.IsValid(), remote.IsValid()
	}
	if !okLocal || !okRemote {
		return src, dst, false
	}
	if d.from == t.Remote {
		local, remote = remote, local
	}
	return local, remote, true
}

func prefixOf(s ike.Selector) (netip.Prefix, bool) {
	if !s.IsValid() {
		return netip.Prefix{}, false
	}
	return s.Prefix()
}

// iosNetwork is a network as access lists of IOS have it: "10.1.0.0 0.0.0.255", "host
// 10.1.0.1", "any".
func iosNetwork(p netip.Prefix) string {
	a, size := p.Masked().Addr(), p.Bits()
	switch {
	case size == 0:
		return "any"
	case size == a.BitLen():
		return "host " + a.String()
	case !a.Is4():
		return p.Masked().String()
	}
	return a.String() + " " + netip.AddrFrom4(mask(size, true)).String()
}

// asaNetwork is a network as access lists of ASA have it: "10.1.0.0 255.255.255.0".
func asaNetwork(p netip.Prefix) string {
	a, size := p.Masked().Addr(), p.Bits()
	if size == 0 || size == a.BitLen() || !a.Is4() {
		return iosNetwork(p)
	}
	return a.String() + " " + netip.AddrFrom4(mask(size, false)).String()
}

// mask is a mask of size bits, or its inverse.
func mask(size int, inverse bool) (b [4]byte) {
	for i := range b {
		for bit := range 8 {
			if (8*i+bit < size) != inverse {
				b[i] |= 0x80 >> bit
			}
		}
	}
	return b
}

// network24 is the network that a is likely of, as the addresses tell.
func network24(a netip.Addr) netip.Prefix {
	size := 24
	if a.Is6() {
		size = 64
	}
	p, _ := a.Prefix(size)
	return p
}

// private reports whether a is of a network that is not routed in the Internet: RFC 1918,
// RFC 6598, RFC 4193.
func private(a netip.Addr) bool {
	return a.IsPrivate() || netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64}), 10).Contains(a)
}

// unrouted reports whether packets to or from a stay on their link.
func unrouted(a netip.Addr) bool {
	return a.IsMulticast() || a.IsLinkLocalUnicast() || a.IsLoopback() || a.IsUnspecified() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// pairEvidence is the first packet of a pair, as evidence.
func pairEvidence(p *cleartext.Pair, text string) Evidence {
	field := "ip.src"
	if p.Src.Is6() {
		field = "ipv6.src"
	}
	return Evidence{Frame: p.Frame, Time: p.Start(), Field: field, Value: p.Src.String(), Text: text}
}

// conversation is what a pair carries, by its first packet: "ICMP", "TCP port 80".
func conversation(p *cleartext.Pair) string {
	switch p.Protocol {
	case protoTCP:
		return fmt.Sprintf("TCP port %d", p.Ports[1])
	case protoUDP:
		return fmt.Sprintf("UDP port %d", p.Ports[1])
	}
	return ipproto.Name(uint64(p.Protocol))
}

const (
	protoTCP = 6
	protoUDP = 17
)

func hexSPI(s *tunnel.SA) string { return ios.HexSPI(s.SPI) }
