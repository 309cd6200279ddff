package pktscope_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/session"
)

// ownPages are the protocols whose fields have a page of their own.
var ownPages = []string{
	"cdp", "lldp", "fdp", "edp",
	"isakmp", "esp", "ah", "udpencap", "tcpencap", "pktscope.iketcp", "ipcomp", "pktscope.aggfrag",
}

// TestFieldPages holds docs/fields.md and the pages below docs/fields to the fields
// that there are; -update writes them anew.
func TestFieldPages(t *testing.T) {
	registry, err := session.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{"docs/fields.md": fieldIndex(registry)}
	for _, p := range registry.Protos() {
		if slices.Contains(ownPages, p.Name) {
			pages["docs/"+fieldPage(p)] = protocolPage(p)
		}
	}
	if len(pages) != len(ownPages)+1 {
		t.Errorf("%d pages for %d protocols", len(pages), len(ownPages)+1)
	}
	for file, want := range pages {
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if have, err := os.ReadFile(file); err != nil || string(have) != want {
			t.Errorf("%s is not what the fields are (%v): go test . -run FieldPages -update", file, err)
		}
	}
}

// fieldPage is the file of a protocol's fields, below docs.
func fieldPage(p *field.Proto) string { return "fields/" + p.Name + ".md" }

const fieldIntro = `# Fields

What display filters (` + "`-Y`" + `), ` + "`-T fields -e`" + `, JSON, PDML and ` + "`-z io,stat`" + ` can name. Names and types are Wireshark's, so that its
filters work here; what Wireshark lacks begins with ` + "`pktscope.`" + `. The same lists, and those of all other protocols, are printed by

    pktscope fields                  all fields
    pktscope fields 'cdp.*'          whole names
    pktscope fields "native vlan"    a part of a name or of a description
    pktscope -G values               the names of values

The protocols that pktscope is for have a page each:

`

// fieldIndex is the page of all protocols.
func fieldIndex(r *dissect.Registry) string {
	var b strings.Builder
	b.WriteString(fieldIntro)
	b.WriteString("| protocol | | fields |\n| --- | --- | --- |\n")
	var rest []*field.Proto
	for _, p := range named(r) {
		if slices.Contains(ownPages, p.Name) {
			fmt.Fprintf(&b, "| [`%s`](%s) | %s | %d |\n", p.Name, fieldPage(p), cellText(p.Label), len(ownFields(p)))
		} else {
			rest = append(rest, p)
		}
	}
	b.WriteString("\nAll others that have fields:\n\n| protocol | | fields |\n| --- | --- | --- |\n")
	var plain []string
	for _, p := range rest {
		if n := len(ownFields(p)); n > 0 {
			fmt.Fprintf(&b, "| `%s` | %s | %d |\n", p.Name, cellText(p.Label), n)
		} else {
			plain = append(plain, "`"+p.Name+"`")
		}
	}
	b.WriteString("\nThose that are recognised and have a line, but no fields:\n\n" + strings.Join(plain, ", ") + "\n")
	return b.String()
}

// named returns the protocols in the order of their names.
func named(r *dissect.Registry) []*field.Proto {
	all := slices.Clone(r.Protos())
	slices.SortFunc(all, func(a, b *field.Proto) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// protocolPage is the page of one protocol.
func protocolPage(p *field.Proto) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\n", p.Name, cellText(p.Label))
	fmt.Fprintf(&b, "[All protocols](../fields.md); `pktscope fields '%s*'` prints this list. Where a field has few values, they are there.\n\n", p.Name)
	b.WriteString("| field | type | description |\n| --- | --- | --- |\n")
	for _, d := range ownFields(p) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.Name, filter.TypeName(d), cellText(d.Label)+values(d))
	}
	return b.String()
}

// ownFields returns the fields of a protocol that have a name, in the order of names.
func ownFields(p *field.Proto) []*field.Def {
	all := slices.DeleteFunc(slices.Clone(p.Fields), func(d *field.Def) bool { return d.Name == "" || d.Name == p.Name })
	slices.SortFunc(all, func(a, b *field.Def) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(all, func(a, b *field.Def) bool { return a.Name == b.Name })
}

// values are the names of a field's values where they are few. A name that more than
// reserve values in a row have, such as "Private use", is left out.
func values(d *field.Def) string {
	const few, reserve, tried = 16, 8, 1 << 16
	if d.Names == nil || d.Kind != field.Uint {
		return ""
	}
	var all []string
	last := uint64(tried - 1)
	if d.Size <= 1 {
		last = 255
	}
	for v := uint64(0); v <= last; v++ {
		name, first := d.Names(v), v
		for v < last && d.Names(v+1) == name {
			v++
		}
		switch {
		case name == "" || v-first >= reserve:
			continue
		case first == v:
			all = append(all, fmt.Sprintf("%d %s", v, cellText(name)))
		default:
			all = append(all, fmt.Sprintf("%d-%d %s", first, v, cellText(name)))
		}
		if len(all) > few {
			return ""
		}
	}
	if len(all) == 0 {
		return ""
	}
	return ": " + strings.Join(all, ", ")
}

// cellText is a text as a cell of a table.
func cellText(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "\n", " ").Replace(s)
}
