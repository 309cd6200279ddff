package render_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/render"
)

var chosen = []string{"frame.number", "eth.addr", "arp.opcode", "_ws.col.Info", "eth", "data.data"}

func fieldOptions(t testing.TB, settings ...string) render.FieldOptions {
	t.Helper()
	f, err := render.ParseFields(chosen, settings)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestText holds what people read against tshark, letter by letter.
func TestText(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	tests := []struct {
		file, format string
		o            render.Options
	}{
		{"detail.txt", "text", render.Options{Detail: true}},
		{"only.txt", "text", render.Options{Only: []string{"arp"}}},
		{"hex.txt", "text", render.Options{Hex: true}},
		{"detailhex.txt", "text", render.Options{Detail: true, Hex: true}},
		{"fields.txt", "fields", render.Options{Fields: fieldOptions(t)}},
		{"fieldscsv.txt", "fields", render.Options{Fields: fieldOptions(t, "header=y", "separator=,", "quote=d", "occurrence=l")}},
		{"tabs.txt", "tabs", render.Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			tt.o.Registry = r
			want := string(golden(t, tt.file))
			if tt.format == "tabs" { // tshark pads columns in front of the tab
				want = regexp.MustCompile(`(?m)^ +`).ReplaceAllString(want, "")
			}
			if diff := cmp.Diff(want, string(output(t, tt.format, tt.o, rows))); diff != "" {
				t.Errorf("tshark (-), pktscope (+):\n%s", diff)
			}
		})
	}
}

// hiddenFields are those of Ethernet that tshark adds for filters.
var hiddenFields = regexp.MustCompile(`^eth\.(lg|ig)$|^eth\..*(_resolved|\.oui)$`)

// TestXML holds PSML and PDML against tshark, but for their headers, hidden
// fields, and the odd indentation of data.
func TestXML(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	for _, format := range []string{"psml", "pdml"} {
		t.Run(format, func(t *testing.T) {
			want := packets(golden(t, format+".xml"))
			got := packets(output(t, format, render.Options{Registry: r}, rows))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("tshark (-), pktscope (+):\n%s", diff)
			}
		})
	}
}

// packets are the lines of an XML document that can be compared.
func packets(document []byte) []string {
	var lines []string
	_, document, _ = bytes.Cut(document, []byte("<packet>"))
	for line := range strings.Lines(string(document)) {
		if !strings.Contains(line, `hide="yes"`) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// TestJSON holds JSON against tshark's as values, but for hidden fields.
func TestJSON(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	for _, tt := range []struct {
		file, format string
		fields       render.FieldOptions
	}{
		{"tree.json", "json", render.FieldOptions{}},
		{"fields.json", "json", fieldOptions(t)},
		{"fields.ek", "ek", fieldOptions(t)},
	} {
		t.Run(tt.file, func(t *testing.T) {
			want := values(t, golden(t, tt.file))
			got := values(t, output(t, tt.format, render.Options{Registry: r, Fields: tt.fields}, rows))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("tshark (-), pktscope (+):\n%s", diff)
			}
		})
	}
}

// TestElastic holds the document lines against tshark's, which repeat keys
// where ours are arrays: only what a repeated key holds last is compared.
func TestElastic(t *testing.T) {
	r := registry(t)
	got := values(t, output(t, "ek", render.Options{Registry: r}, goldenRows(t, r)))
	want := values(t, golden(t, "tree.ek"))
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i := range want {
		checkElastic(t, want[i], got[i])
	}
}

func checkElastic(t *testing.T, want, got any) {
	t.Helper()
	w, ok := want.(map[string]any)
	if !ok {
		if list, ok := got.([]any); ok {
			got = list[len(list)-1]
		}
		if got != want {
			t.Errorf("%v, want %v", got, want)
		}
		return
	}
	for key, v := range w {
		if regexp.MustCompile(`_resolved$|_oui$|^eth_eth_[li]g$`).MatchString(key) {
			continue
		}
		g, ok := got.(map[string]any)[key]
		if !ok {
			t.Errorf("no %s", key)
			continue
		}
		checkElastic(t, v, g)
	}
}

// values reads one or several JSON documents; a key that is there twice is an
// error of ours but not of tshark's. Hidden fields are dropped.
func values(t *testing.T, document []byte) (all []any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(document))
	for d.More() {
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%v in %s", err, document)
		}
		all = append(all, withoutHidden(v))
	}
	return all
}

func withoutHidden(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = withoutHidden(v[i])
		}
	case map[string]any:
		for key := range v {
			if hiddenFields.MatchString(key) {
				delete(v, key)
				continue
			}
			v[key] = withoutHidden(v[key])
		}
	}
	return v
}
