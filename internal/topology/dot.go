package topology

import (
	"strconv"
	"strings"
)

// AppendDOT appends g in the DOT language of Graphviz.
func AppendDOT(b []byte, g *Graph, notes []string) []byte {
	p := newPlan(g)
	b = append(b, "graph topology {\n"+
		"\tgraph [rankdir=LR, nodesep=0.4, ranksep=2.5]\n"+
		"\tnode [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=12]\n"+
		"\tedge [fontname=\"Helvetica\", fontsize=9]\n"...)
	for _, n := range notes {
		b = append(b, "\t// "+n+"\n"...)
	}
	id := numbers(p)
	for _, v := range p.vertices {
		b = append(b, "\t"+id[v]+" [label=\""...)
		b = append(append(b, dotText(short(v))...), dotPlatform(v)...)
		b = append(b, '"')
		if v.device == nil {
			b = append(b, ", shape=plaintext, fontsize=9"...)
		}
		b = append(b, "]\n"...)
	}
	for _, e := range p.edges {
		b = append(b, "\t"+id[e.ends[0]]+" -- "+id[e.ends[1]]+" [taillabel=\""...)
		b = append(b, dotText(endLabel(e, e.ends[0]))+"\", headlabel=\""...)
		b = append(b, dotText(endLabel(e, e.ends[1]))+"\", tooltip=\""...)
		b = append(b, dotText(places(e.link))+"\"]\n"...)
	}
	return append(b, "}\n"...)
}

func dotPlatform(v *vertex) string {
	if v.device == nil || v.device.Platform == "" {
		return ""
	}
	return `\n` + dotText(label(v.device.Platform, maxPlatform))
}

// numbers gives each vertex an ID, because names from the wire are not fit for one.
func numbers(p *plan) map[*vertex]string {
	id := map[*vertex]string{}
	for i, v := range p.vertices {
		id[v] = "n" + strconv.Itoa(i)
	}
	return id
}

// endLabel returns the text at the end of a line.
func endLabel(e *edge, v *vertex) string {
	if v.device == nil {
		return ""
	}
	return portLabel(e.port(v))
}

// maxPlatform is the length of a platform in a picture, in characters.
const maxPlatform = 32

// dotText escapes a text within quotation marks. In Graphviz backslashes and
// ampersands begin escapes.
func dotText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(s)
}
