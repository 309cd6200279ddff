package render

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/pktscope/pktscope/dissect/field"
)

// An ekType is a type of Elasticsearch, with its parameters.
type ekType struct {
	Type            string `json:"type"`
	Format          string `json:"format,omitempty"`
	IgnoreAbove     int    `json:"ignore_above,omitempty"`
	IgnoreMalformed bool   `json:"ignore_malformed,omitempty"`
}

// keywordLimit is how many characters of a text are indexed: 32764 bytes at most, as Lucene
// takes 32766.
const keywordLimit = 8191

var keywordType = ekType{Type: "keyword", IgnoreAbove: keywordLimit}

// ekTypeOf is the type of the values that a field has in ek, as Wireshark 4.6 writes them;
// ok is false where it has none.
func ekTypeOf(d *field.Def) (t ekType, ok bool) {
	switch {
	case d.Kind == field.Scope:
		return t, false
	case isMoment(d): // a packet can tell any year
		return ekType{Type: "date", Format: "strict_date_optional_time", IgnoreMalformed: true}, true
	}
	switch d.Kind {
	case field.Bool:
		return ekType{Type: "boolean"}, true
	case field.FrameNum:
		return ekType{Type: "long"}, true
	case field.Uint:
		return ekType{Type: [...]string{1: "short", 2: "integer", 3: "integer", 4: "long", 5: "long", 6: "long", 7: "long", 8: "unsigned_long"}[d.TypeBytes()]}, true
	case field.Int:
		return ekType{Type: [...]string{1: "byte", 2: "short", 3: "integer", 4: "integer", 5: "long", 6: "long", 7: "long", 8: "long"}[d.TypeBytes()]}, true
	case field.IPv4, field.IPv6:
		return ekType{Type: "ip"}, true
	case field.Relative, field.Double:
		return ekType{Type: "double"}, true
	}
	return keywordType, true
}

// ekProperties are the members of an object, by their names.
type ekProperties struct {
	Properties map[string]any `json:"properties"`
}

// moreFields is how many fields an index may get beside those of its template.
const moreFields = 1000

// ElasticTemplate is an index template for documents of ek, of the fields of defs: what PUT
// _index_template takes of Elasticsearch 8 and 9 and of OpenSearch. Other fields are kept in
// documents and not indexed.
func ElasticTemplate(defs []*field.Def) ([]byte, error) {
	protos, fields := map[string]any{}, 0
	for _, d := range defs {
		name := underscored(d.Proto.Name)
		if _, ok := protos[name]; !ok {
			protos[name] = ekProperties{map[string]any{}}
			fields++
		}
		t, ok := ekTypeOf(d)
		if !ok || d == &d.Proto.Def || d.Name == "" {
			continue
		}
		key, of := string(appendEKName(nil, d)), protos[name].(ekProperties).Properties
		if was, again := of[key]; again && was != t { // of two fields with one name
			t = keywordType
		} else if !again {
			fields++
		}
		of[key] = t
	}
	for _, name := range slices.Collect(maps.Keys(protos)) {
		if len(protos[name].(ekProperties).Properties) == 0 {
			protos[name] = map[string]string{"type": "object"}
		}
	}
	const top = 2 // timestamp and layers
	return json.MarshalIndent(map[string]any{
		"index_patterns": []string{"packets-*"},
		"template": map[string]any{
			"settings": map[string]any{"index.mapping.total_fields.limit": fields + top + moreFields},
			"mappings": map[string]any{
				"dynamic": false,
				"properties": map[string]any{
					"timestamp": ekType{Type: "date", Format: "epoch_millis"},
					"layers":    ekProperties{protos},
				},
			},
		},
	}, "", "  ")
}
