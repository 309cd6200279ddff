package topology

import (
	"strconv"
	"strings"
)

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
		b = append(b, "  "+id[v]+left+mermaidText(short(v))...)
		if v.device != nil && v.device.Platform != "" {
			b = append(b, "<br/>"+mermaidText(label(v.device.Platform, maxPlatform))...)
		}
		b = append(b, right+"\n"...)
	}
	for _, e := range p.edges {
		b = append(b, "  "+id[e.ends[0]]+" ---|\""...)
		b = append(b, mermaidText(endLabel(e, e.ends[0]))...)
		if far := endLabel(e, e.ends[1]); far != "" {
			b = append(b, " - "+mermaidText(far)...)
		}
		b = append(b, "\"| "+id[e.ends[1]]+"\n"...)
	}
	return b
}

// mermaidText escapes a text within quotation marks. Characters other than letters,
// digits and blanks may be Mermaid or Markdown syntax and become numeric entities.
func mermaidText(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '.' && i > 0 && !strings.HasPrefix(s[i:], ". "): // "1. " begins a list
			b.WriteRune(r)
		case r >= 0x80, r >= '0' && r <= '9', r|0x20 >= 'a' && r|0x20 <= 'z', strings.ContainsRune(" -_/:,", r):
			b.WriteRune(r)
		default:
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		}
	}
	return b.String()
}
