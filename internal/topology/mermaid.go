package topology

import "github.com/pktscope/pktscope/internal/mermaid"

// AppendMermaid appends g as a Mermaid flowchart, which Markdown viewers draw. Its
// lines have one label, in the middle.
func AppendMermaid(b []byte, g *Graph, notes []string) []byte {
	p := newPlan(g)
	b = append(b, "graph LR\n"...)
	for _, n := range notes {
		b = append(b, "  %% "+n+"\n"...)
	}
	id := numbers(p)
	for _, v := range p.vertices {
		left, right := `["`, `"]`
		if v.device == nil {
			left, right = `(["`, `"])`
		}
		b = append(b, "  "+id[v]+left+mermaid.Escape(short(v))...)
		if v.device != nil && v.device.Platform != "" {
			b = append(b, "<br/>"+mermaid.Escape(label(v.device.Platform, maxPlatform))...)
		}
		b = append(b, right+"\n"...)
	}
	for _, e := range p.edges {
		b = append(b, "  "+id[e.ends[0]]+" ---|\""...)
		b = append(b, mermaid.Escape(endLabel(e, e.ends[0]))...)
		if far := endLabel(e, e.ends[1]); far != "" {
			b = append(b, " - "+mermaid.Escape(far)...)
		}
		b = append(b, "\"| "+id[e.ends[1]]+"\n"...)
	}
	return b
}
