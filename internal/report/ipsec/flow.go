package ipsec

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// selectors returns the traffic behind each peer of a tunnel: as it was negotiated
// last, or that between the peers themselves where all that was decrypted is GRE, as
// in a DMVPN. They are empty if they are not known.
func selectors(t *tunnel.Tunnel) (local, remote []ike.Selector) {
	for inbound, list := range [...][]*tunnel.SA{t.Outbound, t.Inbound} {
		for _, s := range slices.Backward(list) {
			if c := s.Child; c != nil && len(c.Selectors[0]) > 0 && len(c.Selectors[1]) > 0 {
				local, remote = c.Selectors[s.Receiver.Other()], c.Selectors[s.Receiver]
				if inbound == 1 {
					local, remote = remote, local
				}
				return local, remote
			}
		}
	}
	if carriesGRE(t) {
		return []ike.Selector{greOf(t.Local)}, []ike.Selector{greOf(t.Remote)}
	}
	return nil, nil
}

const gre = 47

// greOf is the selector of all GRE of a peer.
func greOf(a netip.Addr) ike.Selector {
	return ike.Selector{First: a, Last: a, Protocol: gre, PortLast: 0xffff}
}

// carriesGRE reports whether all packets of t that were decrypted are GRE between the
// peers themselves.
func carriesGRE(t *tunnel.Tunnel) bool {
	any := false
	for s := range t.SAs() {
		if s.AH || s.Decrypted == 0 {
			continue
		}
		if any = true; s.Inner().Tunnel || s.Inner().Mixed || s.Inner().Protocol != gre {
			return false
		}
	}
	return any
}

// identTexts are the selectors of one side as IOS writes identities.
func identTexts(list []ike.Selector) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, ios.Ident(s))
	}
	return out
}

// identLines returns the identities of both sides: the negotiated ones or, if they are
// not known, the smallest networks that hold all inner addresses.
func identLines(t *tunnel.Tunnel) (lines [][2]string) {
	local, remote := selectors(t)
	seenLocal, seenRemote := t.InnerNetworks()
	for _, side := range []struct {
		name  string
		known []ike.Selector
		seen  netip.Prefix
	}{{"local  ", local, seenLocal}, {"remote ", remote, seenRemote}} {
		switch {
		case len(side.known) > 0:
			for _, text := range identTexts(side.known) {
				lines = append(lines, [2]string{side.name, "(" + text + ")"})
			}
		case side.seen.IsValid():
			lines = append(lines, [2]string{side.name, "(" + ios.Network(side.seen) + "/0/0), seen inside"})
		default:
			lines = append(lines, [2]string{side.name, "(unknown)"})
		}
	}
	return lines
}

// maxPairs bounds the pairs of identities for which a router's block is repeated.
const maxPairs = 64

// pairs gives each selector of the local side with each of the remote side that a packet
// can have as well. If they are not known, it gives those of all traffic of a family of
// addresses, as a router's tunnel interface has them.
func pairs(locals, remotes []ike.Selector, family netip.Addr) iter.Seq2[ike.Selector, ike.Selector] {
	return func(yield func(local, remote ike.Selector) bool) {
		n := 0
		for _, local := range locals {
			for _, remote := range remotes {
				if !together(local, remote) {
					continue
				}
				if n++; n > maxPairs || !yield(local, remote) {
					return
				}
			}
		}
		if n == 0 {
			yield(allOf(family), allOf(family))
		}
	}
}

// together reports whether a packet can have both selectors.
func together(local, remote ike.Selector) bool {
	return local.First.BitLen() == remote.First.BitLen() &&
		(local.Protocol == remote.Protocol || local.Protocol == 0 || remote.Protocol == 0)
}

// allOf is the selector of all traffic of the family of an address.
func allOf(a netip.Addr) ike.Selector {
	s := ike.Selector{First: netip.IPv4Unspecified(), Last: netip.AddrFrom4([4]byte{255, 255, 255, 255}), PortLast: 0xffff}
	if a.Is6() {
		s.First, s.Last = netip.IPv6Unspecified(), netip.AddrFrom16([16]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
	}
	return s
}

// routerPairs gives pairs as IOS writes identities: a network and one port or all.
func routerPairs(t *tunnel.Tunnel) iter.Seq2[string, string] {
	return func(yield func(local, remote string) bool) {
		locals, remotes := selectors(t)
		for local, remote := range pairs(locals, remotes, t.Local) {
			if !yield("("+ios.RouterIdent(local)+")", "("+ios.RouterIdent(remote)+")") {
				return
			}
		}
	}
}

// permit returns the traffic of a flow as an access list permits it: "ip
// 10.1.0.0/255.255.0.0 10.2.0.0/255.255.0.0". Ports are left out for a router: it has
// no form for them here.
func permit(local, remote ike.Selector, router bool) string {
	protocol := "ip"
	if p := max(local.Protocol, remote.Protocol); p != 0 {
		protocol = fmt.Sprint(p)
	}
	if hosts := local.First == local.Last && remote.First == remote.Last; hosts {
		return protocol + " host " + local.First.String() + portWords(local, router) + " host " + remote.First.String() + portWords(remote, router)
	}
	return protocol + " " + networkWords(local, router) + portWords(local, router) + " " + networkWords(remote, router) + portWords(remote, router)
}

// networkWords is the network of a selector, or its first and last address where they
// are no network; for a router, the smallest network that holds them.
func networkWords(s ike.Selector, router bool) string {
	if _, ok := s.Prefix(); router || ok {
		return ios.RouterNetwork(s)
	}
	return s.First.String() + "-" + s.Last.String()
}

// portWords is " port 80", or " range 80 90", as access lists have it; "" for all.
func portWords(s ike.Selector, router bool) string {
	switch {
	case router || s.PortFirst == 0 && s.PortLast == 0xffff:
		return ""
	case s.PortFirst == s.PortLast:
		return fmt.Sprintf(" port %d", s.PortFirst)
	}
	return fmt.Sprintf(" range %d %d", s.PortFirst, s.PortLast)
}
