package topology

import (
	"strconv"
	"strings"
)

// AppendDOT appends g in the language of Graphviz, for dot, neato and others.
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

// numbers gives each vertex an ID: names from the wire are none.
func numbers(p *plan) map[*vertex]string {
	id := map[*vertex]string{}
	for i, v := range p.vertices {
		id[v] = "n" + strconv.Itoa(i)
	}
	return id
}

// endLabel is what stands at the end of a line.
func endLabel(e *edge, v *vertex) string {
	if v.device == nil {
		return ""
	}
	return portLabel(e.port(v))
}

// maxPlatform is how many characters of a platform a picture shows.
const maxPlatform = 32

// dotText escapes a text within quotation marks: backslashes and ampersands
// begin escapes of Graphviz.
func dotText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(s)
}
