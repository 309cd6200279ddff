package ipsec

import (
	"iter"
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
	f := &flow{outbound: slices.Clip(t.Outbound), inbound: slices.Clip(t.Inbound), family: t.Local}
	f.local, f.remote = selectors(t)
	return f
}

// flows are the flows of a session.
type flows struct {
	list        []*flow
	bySelectors map[string]*flow // the first of each, once there are many
}

// flows returns the flows of s: those of its tunnels, and those of its children of which
// no packet was seen.
func (s *session) flows() []*flow {
	if s.protects == nil {
		all := new(flows)
		for _, t := range s.tunnels {
			all.addTunnel(t)
		}
		for _, c := range s.unused {
			all.addChild(c, s.local.Addr())
		}
		s.protects = all
	}
	return s.protects.list
}

// oneByOne yields sessions whose flows are forgotten after each.
func oneByOne(all []*session) iter.Seq[*session] {
	return func(yield func(*session) bool) {
		for _, s := range all {
			if !yield(s) {
				return
			}
			s.protects = nil
		}
	}
}

// addTunnel adds the flow of a tunnel, or its SAs to the flow of the same selectors: that
// of a peer that has moved.
func (all *flows) addTunnel(t *tunnel.Tunnel) {
	add := flowOf(t)
	if f := all.of(add.local, add.remote); f != nil && len(add.local) > 0 {
		f.outbound, f.inbound = append(f.outbound, add.outbound...), append(f.inbound, add.inbound...)
		return
	}
	all.add(add)
}

// addChild adds a child SA of which no packet was seen to the flow of its selectors; one
// that is gone leaves a flow without SAs.
func (all *flows) addChild(c *ike.Child, at netip.Addr) {
	local := ike.Initiator
	if c.Parent.Now[ike.Responder].Addr() == at {
		local = ike.Responder
	}
	locals, remotes := c.Selectors[local^c.By], c.Selectors[local.Other()^c.By]
	f := all.of(locals, remotes)
	if f == nil {
		f = &flow{local: locals, remote: remotes, family: at}
		all.add(f)
	}
	if c.State() == ike.Installed {
		f.unused = append(f.unused, c)
	}
}

// fewFlows is how many flows of a session are searched one by one.
const fewFlows = 8

func (all *flows) add(f *flow) {
	all.list = append(all.list, f)
	switch {
	case len(all.list) <= fewFlows:
	case all.bySelectors == nil:
		all.bySelectors = map[string]*flow{}
		for _, f := range slices.Backward(all.list) {
			all.bySelectors[f.key()] = f
		}
	case all.bySelectors[f.key()] == nil:
		all.bySelectors[f.key()] = f
	}
}

// of returns the first flow of these selectors, nil if there is none.
func (all *flows) of(local, remote []ike.Selector) *flow {
	if all.bySelectors != nil {
		return all.bySelectors[(&flow{local: local, remote: remote}).key()]
	}
	if i := slices.IndexFunc(all.list, func(f *flow) bool { return f.protects(local, remote) }); i >= 0 {
		return all.list[i]
	}
	return nil
}

// key is the same for flows of the same selectors, in whatever order.
func (f *flow) key() string { return ike.SelectorSet(f.local) + "|" + ike.SelectorSet(f.remote) }

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
	for s := range f.inOrder {
		if s.InUse() {
			n++
		}
	}
	return n + 2*len(f.unused)
}

// inOrder yields the outbound SAs and then the inbound ones.
func (f *flow) inOrder(yield func(*tunnel.SA) bool) {
	for _, list := range [...][]*tunnel.SA{f.outbound, f.inbound} {
		for _, s := range list {
			if !yield(s) {
				return
			}
		}
	}
}

// since returns when the flow began.
func (f *flow) since() (first time.Time) {
	for s := range f.inOrder {
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
