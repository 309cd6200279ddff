package fleet

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/edp"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/fdp"
	"github.com/pktscope/pktscope/dissect/iketcp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/dissect/nat"
	"github.com/pktscope/pktscope/dissect/tcpencap"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Belongings are what the frames that a packet is understood by have in common with it: the
// pairs of addresses between which they are sent and, of tunnels, what several pairs may share.
type belongings struct {
	streams bool // packets of streams belong to what is between the same addresses, not to tunnels alone

	pairs  []string
	shared []string      // SPIs, and identities of peers
	ends   [2]netip.Addr // of the last IP header
	// fragment are the ends of a fragment, whose payload is not known; nil where p is none.
	fragment []netip.Addr
}

// of finds what p belongs to. It is understood by itself where there are no pairs.
func (b *belongings) of(p *dissect.Packet) {
	b.pairs, b.shared, b.ends, b.fragment = b.pairs[:0], b.shared[:0], [2]netip.Addr{}, nil
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			b.quoted(p.Layers[i:])
			return
		}
		last := i == len(p.Layers)-1
		switch m := l.Message.(type) {
		case *inet.IPv4:
			b.ends = [2]netip.Addr{m.Src, m.Dst}
			b.part(m.Fragment())
		case *inet.IPv6:
			b.ends = [2]netip.Addr{m.Src, m.Dst}
		case *inet.IPv6Fragment:
			b.part(m.Fragment())
		case *inet.UDP:
			b.add(last && b.marked(p, l))
		case *inet.TCP:
			b.add(b.streams || m.SrcPort == isakmp.PortNATT || m.DstPort == isakmp.PortNATT)
		case *inet.SCTP, *inet.ICMP, *inet.ICMPv6:
			b.add(b.streams)
		case *nat.Packet, *iketcp.Packet, *tcpencap.Packet:
			b.add(true)
		case *isakmp.Packet:
			b.add(true)
			b.spi("ike", m.InitiatorSPI[:])
			b.identified(m)
			b.redirected(m)
		case *esp.Packet:
			b.add(true)
			b.spi("esp", binary.BigEndian.AppendUint32(nil, m.SPI))
		case *esp.AH:
			b.add(true)
			b.spi("ah", binary.BigEndian.AppendUint32(nil, m.SPI))
		}
	}
}

// part notes a fragment: what is in the datagram may be known by another one alone, so it may
// be of a tunnel.
func (b *belongings) part(fragment bool) {
	if fragment {
		b.fragment = b.ends[:]
		b.add(true)
	}
}

// quoted adds the addresses of a packet of a tunnel that an error of ICMP is about.
func (b *belongings) quoted(layers []dissect.Layer) {
	if q, ok := icmperror.About(layers); ok && q.IsIPsec() {
		b.ends = [2]netip.Addr{q.Src.Addr(), q.Dst.Addr()}
		b.add(true)
	}
}

// identified notes who a peer says it is, and to which address: of peers with one identity each may
// end the SAs of the others there (RFC 7296, section 2.4).
func (b *belongings) identified(m *isakmp.Packet) {
	for i := range m.Identities {
		id := &m.Identities[i]
		if m.Exchange != isakmp.ExchangeQuick && id.Payload != isakmp.PayloadIDr && b.ends[1].IsValid() {
			b.shared = append(b.shared, "id"+b.ends[1].String()+" "+hex.EncodeToString(append([]byte{id.Type}, id.Data...)))
		}
	}
}

// redirected adds the addresses of a peer and of the gateway that it is sent to, or was sent away
// from: RFC 5685, section 3.
func (b *belongings) redirected(m *isakmp.Packet) {
	for i := range m.Notifies {
		n, peer := &m.Notifies[i], b.ends[0]
		switch n.Type {
		case isakmp.NotifyRedirect:
			peer = b.ends[1]
		case isakmp.NotifyRedirectedFrom:
		default:
			continue
		}
		if gateway, err := netip.ParseAddr(ike.Gateway(n.Data)); err == nil && peer.IsValid() && m.Major() == 2 {
			b.pairs = append(b.pairs, pairOf(peer, gateway))
		}
	}
}

// add adds the addresses of the last IP header, if they are those of a tunnel.
func (b *belongings) add(tunnel bool) {
	if !tunnel || !b.ends[0].IsValid() {
		return
	}
	if pair := pairOf(b.ends[0], b.ends[1]); !slices.Contains(b.pairs, pair) {
		b.pairs = append(b.pairs, pair)
	}
}

func (b *belongings) spi(protocol string, spi []byte) {
	b.shared = append(b.shared, protocol+hex.EncodeToString(spi))
}

// marked reports whether the payload of l, UDP that no protocol is bound to, begins with the
// Non-ESP Marker and the header of a message of IKE: RFC 3948, section 2.2.
func (b *belongings) marked(p *dissect.Packet, l *dissect.Layer) bool {
	const marker = 4
	s, ok := l.Payload()
	if !ok || s.End-s.Off < marker+isakmp.HeaderSize {
		return false
	}
	body := p.Bufs[s.Buf][s.Off:s.End]
	if binary.BigEndian.Uint32(body) != 0 || binary.BigEndian.Uint64(body[marker:]) == 0 {
		return false
	}
	b.spi("ike", body[marker:marker+8])
	return true
}

// pairOf is the same for a and b as for b and a.
func pairOf(a, b netip.Addr) string {
	if b.Less(a) {
		a, b = b, a
	}
	return a.String() + " " + b.String()
}

// beside reports whether p is a packet of IP that is not of IKE on UDP port 500.
func beside(p *dissect.Packet) bool {
	if p.Has(nat.Proto) || !p.Has(inet.IPv4Proto) && !p.Has(inet.IPv6Proto) {
		return p.Has(nat.Proto)
	}
	return !p.Has(isakmp.Proto)
}

// announces reports whether a device announces itself in p.
func announces(p *dissect.Packet) bool {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return false
		}
		switch l.Message.(type) {
		case *cdp.Packet, *lldp.Packet, *fdp.Packet, *edp.Packet:
			return true
		}
	}
	return false
}
