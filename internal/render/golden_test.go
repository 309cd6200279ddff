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

var chosen = []string{"frame.number", "eth.addr", "arp.opcode", "_ws.col.Info", "arp", "data.data"}

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
			want := otherLines.ReplaceAllString(string(golden(t, tt.file)), "")
			if tt.format == "tabs" { // tshark pads columns in front of the tab
				want = regexp.MustCompile(`(?m)^ +`).ReplaceAllString(want, "")
			}
			if diff := cmp.Diff(want, string(output(t, tt.format, tt.o, rows))); diff != "" {
				t.Errorf("tshark (-), pktscope (+):\n%s", diff)
			}
		})
	}
}

// others are fields that need more than one frame.
var others = regexp.MustCompile(`^(eth_)?eth[._]stream$`)

// otherLines are their lines.
var otherLines = regexp.MustCompile(`(?m)^.*\[?Stream index: .*\n`)

// TestXML holds PSML and PDML against tshark, but for their headers and the odd
// indentation of data.
func TestXML(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	for _, format := range []string{"psml", "pdml"} {
		t.Run(format, func(t *testing.T) {
			want := packets(otherLines.ReplaceAll(golden(t, format+".xml"), nil))
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
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

// TestJSON holds JSON against tshark's as values, hidden fields included.
func TestJSON(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	for _, tt := range []struct {
		file, format string
		fields       render.FieldOptions
		hex          bool
	}{
		{"tree.json", "json", render.FieldOptions{}, false},
		{"rawtree.json", "json", render.FieldOptions{}, true},
		{"fields.json", "json", fieldOptions(t), false},
		{"fields.ek", "ek", fieldOptions(t), false},
	} {
		t.Run(tt.file, func(t *testing.T) {
			want := values(t, golden(t, tt.file))
			got := values(t, output(t, tt.format, render.Options{Registry: r, Fields: tt.fields, Hex: tt.hex}, rows))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("tshark (-), pktscope (+):\n%s", diff)
			}
		})
	}
}

// TestJSONLines holds each line against the layers that the same packet has in JSON.
func TestJSONLines(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	for _, o := range []render.Options{{Registry: r}, {Registry: r, Hex: true}, {Registry: r, Fields: fieldOptions(t)}} {
		var want []any
		for _, packet := range values(t, output(t, "json", o, rows))[0].([]any) {
			want = append(want, packet.(map[string]any)["_source"].(map[string]any)["layers"])
		}
		lines := output(t, "ndjson", o, rows)
		if n := bytes.Count(lines, []byte("\n")); n != len(rows) {
			t.Errorf("%d lines of %d packets", n, len(rows))
		}
		if diff := cmp.Diff(want, values(t, lines)); diff != "" {
			t.Errorf("json (-), ndjson (+):\n%s", diff)
		}
	}
}

// TestElastic holds the lines against tshark's as values.
func TestElastic(t *testing.T) {
	r := registry(t)
	got := values(t, output(t, "ek", render.Options{Registry: r}, goldenRows(t, r)))
	if diff := cmp.Diff(values(t, golden(t, "tree.ek")), got); diff != "" {
		t.Errorf("tshark (-), pktscope (+):\n%s", diff)
	}
}

// values reads one or several JSON documents; a key that is there twice is an
// error of ours but not of tshark's.
func values(t *testing.T, document []byte) (all []any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(document))
	for d.More() {
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%v in %s", err, document)
		}
		all = append(all, withoutOthers(v))
	}
	return all
}

func withoutOthers(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = withoutOthers(v[i])
		}
	case map[string]any:
		for key := range v {
			if others.MatchString(key) {
				delete(v, key)
				continue
			}
			v[key] = withoutOthers(v[key])
		}
	}
	return v
}
