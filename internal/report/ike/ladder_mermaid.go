package ike

import (
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/internal/mermaid"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendLadderMermaid appends the ladders of SAs as a sequence diagram, which Markdown
// viewers draw. Each peer is one participant.
func appendLadderMermaid(b []byte, list []*ike.SA, notes []string) []byte {
	b = append(b, "sequenceDiagram\n"...)
	for _, n := range notes {
		b = append(b, "  %% "+n+"\n"...)
	}
	names := map[netip.AddrPort]string{}
	for _, s := range list {
		for _, peer := range s.Peers {
			if names[peer] == "" {
				names[peer] = "p" + strconv.Itoa(len(names)+1)
				b = append(b, "  participant "+names[peer]+" as "+mermaid.Escape(peer.String())+"\n"...)
			}
		}
	}
	for _, s := range list {
		b = appendMermaidSA(b, s, names)
	}
	return b
}

// appendMermaidSA appends the messages of an SA between participants.
func appendMermaidSA(b []byte, s *ike.SA, names map[netip.AddrPort]string) []byte {
	from, to := names[s.Peers[ike.Initiator]], names[s.Peers[ike.Responder]]
	b = append(b, "  Note over "+from+","+to+": "+mermaid.Escape(titleOf(s)+", "+s.State.String())+"\n"...)
	all := rungs(s)
	for i := range all {
		r := &all[i]
		a, z, arrow := from, to, "->>"
		if r.Role == ike.Responder {
			a, z = to, from
		}
		if r.refuses() {
			arrow = "-x"
		}
		b = append(b, "  "+a+arrow+z+": "+mermaid.Escape(r.label())+"\n"...)
		if says := r.says(); says != "" {
			b = append(b, "  Note over "+from+","+to+": "+mermaid.Escape(says)+"\n"...)
		}
	}
	return b
}
