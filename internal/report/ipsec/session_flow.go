package ipsec

import (
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A flow is what a session protects between two sets of networks.
type flow struct {
	local, remote     []ike.Selector // empty: not known
	outbound, inbound []*tunnel.SA
	unused            []*ike.Child // installed, without a packet
	family            netip.Addr   // an address of a peer
}

func flowOf(t *tunnel.Tunnel) *flow {
	f := &flow{outbound: slices.Clone(t.Outbound), inbound: slices.Clone(t.Inbound), family: t.Local}
	f.local, f.remote = selectors(t)
	return f
}

// addChild adds a child SA of which no packet was seen to the flow of its selectors; one
// that is gone leaves a flow without SAs.
func (s *session) addChild(c *ike.Child) {
	local := ike.Initiator
	if c.Parent.Now[ike.Responder].Addr() == s.local.Addr() {
		local = ike.Responder
	}
	locals, remotes := c.Selectors[local^c.By], c.Selectors[local.Other()^c.By]
	i := slices.IndexFunc(s.flows, func(f *flow) bool { return f.protects(locals, remotes) })
	if i < 0 {
		i = len(s.flows)
		s.flows = append(s.flows, &flow{local: locals, remote: remotes, family: s.local.Addr()})
	}
	if c.State() == ike.Installed {
		s.flows[i].unused = append(s.flows[i].unused, c)
	}
}

// protects reports whether f is the flow of these selectors, in whatever order.
func (f *flow) protects(local, remote []ike.Selector) bool {
	return sameSelectors(f.local, local) && sameSelectors(f.remote, remote)
}

// sameSelectors reports whether two lists are one set.
func sameSelectors(a, b []ike.Selector) bool {
	within := func(a, b []ike.Selector) bool {
		return !slices.ContainsFunc(a, func(s ike.Selector) bool { return !slices.Contains(b, s) })
	}
	return within(a, b) && within(b, a)
}

// active counts the SAs of a flow that are in use.
func (f *flow) active() (n int) {
	for _, s := range f.inOrder() {
		if s.InUse() {
			n++
		}
	}
	return n + 2*len(f.unused)
}

// inOrder are the outbound SAs and then the inbound ones.
func (f *flow) inOrder() []*tunnel.SA { return slices.Concat(f.outbound, f.inbound) }

// since returns when the flow began.
func (f *flow) since() (first time.Time) {
	for _, s := range f.inOrder() {
		if first.IsZero() || s.First.Before(first) {
			first = s.First
		}
	}
	for _, c := range f.unused {
		if first.IsZero() || c.Ready.Before(first) {
			first = c.Ready
		}
	}
	return first
}

// flowCells are the flows of a session for programs.
func flowCells(flows []*flow) []any {
	out := []any{}
	for _, f := range flows {
		out = append(out, render.Object{
			{Key: "local_selectors", Value: selectorTexts(f.local)}, {Key: "remote_selectors", Value: selectorTexts(f.remote)},
			{Key: "active_sas", Value: f.active()},
		})
	}
	return out
}

// selectorTexts are the texts of selectors, nil if they are not known.
func selectorTexts(list []ike.Selector) any {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, s.String())
	}
	return out
}
