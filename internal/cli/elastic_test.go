package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A mapping is what Elasticsearch makes of a value: "Field data types" in its reference.
type mapping struct {
	Type            string
	Format          string
	IgnoreAbove     int  `json:"ignore_above"`
	IgnoreMalformed bool `json:"ignore_malformed"`
	Properties      map[string]*mapping
}

// fields counts the fields and objects, as index.mapping.total_fields.limit does.
func (m *mapping) fields() (n int) {
	for _, x := range m.Properties {
		n += 1 + x.fields()
	}
	return n
}

// mappingOf is what pktscope fields --elastic-mapping prints, as PUT _index_template takes it.
func mappingOf(t *testing.T) *mapping {
	t.Helper()
	out, _ := output(t, "fields", "--elastic-mapping")
	var template struct {
		Patterns []string `json:"index_patterns"`
		Template struct {
			Settings map[string]int
			Mappings struct {
				mapping
				Dynamic *bool
			}
		}
	}
	d := json.NewDecoder(strings.NewReader(string(out)))
	d.DisallowUnknownFields()
	if err := d.Decode(&template); err != nil {
		t.Fatal(err)
	}
	m := &template.Template.Mappings
	if !slices.Equal(template.Patterns, []string{"packets-*"}) || m.Dynamic == nil || *m.Dynamic {
		t.Errorf("%+v", template)
	}
	if limit := template.Template.Settings["index.mapping.total_fields.limit"]; m.fields() < 1000 || m.fields() > limit {
		t.Errorf("%d fields of %d", m.fields(), limit)
	}
	return &m.mapping
}

// metadata are the keys that an action line may have beside its index: "Bulk API" in the
// reference of Elasticsearch 8 and 9, https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk.
// _type is none since 8.0.
var metadata = []string{"_index", "_id", "routing", "require_alias", "dynamic_templates", "version", "version_type", "if_seq_no", "if_primary_term", "pipeline", "require_data_stream", "list_executed_pipelines"}

// TestElasticBulk holds -T ek of all captures, and of those below PKTSCOPE_LAB and
// PKTSCOPE_CORPUS, against the rules of _bulk, and each value against its type in the template:
// Elasticsearch refuses a document for one that does not fit.
func TestElasticBulk(t *testing.T) {
	labtest.Slow(t)
	all := mappingOf(t)
	files, err := filepath.Glob(filepath.Join(pcaps, "../*/*.pcap*"))
	if err != nil || len(files) < 200 {
		t.Fatal(files, err)
	}
	for _, root := range []string{os.Getenv("PKTSCOPE_LAB"), os.Getenv("PKTSCOPE_CORPUS")} {
		if root != "" {
			files = append(files, capturesBelow(t, root, math.MaxInt)...)
		}
	}
	seen := map[string]int{}
	for _, file := range files {
		args := []string{"-r", file, "-T", "ek"}
		if keys := strings.TrimSuffix(file, filepath.Ext(file)) + ".keys.json"; exists(keys) {
			args = append(args, "--keys", keys)
		}
		_, out, _ := outcome(args...) // some of a corpus are cut
		for _, fault := range bulkFaults(all, out, seen) {
			t.Errorf("%s: %s", file, fault)
		}
	}
	for _, name := range []string{"short", "integer", "long", "boolean", "ip", "date", "double", "keyword"} {
		if seen[name] == 0 {
			t.Errorf("there is no value of type %s", name)
		}
	}
}

// bulkFaults are what the body of a request to _bulk does against the rules.
func bulkFaults(m *mapping, body []byte, seen map[string]int) (faults []string) {
	if len(body) == 0 {
		return nil
	}
	if body[len(body)-1] != '\n' {
		return []string{"the last line does not end"}
	}
	lines := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	if len(lines)%2 != 0 {
		return []string{"an action has no document"}
	}
	for i := 0; i < len(lines); i += 2 {
		var action map[string]map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &action); err != nil || len(action) != 1 || action["index"] == nil {
			faults = append(faults, "no action: "+lines[i])
			continue
		}
		for key, value := range action["index"] {
			if name, _ := value.(string); !slices.Contains(metadata, key) || key == "_index" && (!strings.HasPrefix(name, "packets-") || strings.ToLower(name) != name || strings.ContainsAny(name, `\/*?"<>| ,#:`)) {
				faults = append(faults, "Action/metadata line contains an unknown parameter: "+lines[i])
			}
		}
		var document map[string]any
		if err := json.Unmarshal([]byte(lines[i+1]), &document); err != nil {
			faults = append(faults, err.Error())
			continue
		}
		faults = append(faults, m.faults("", document, seen)...)
	}
	return faults
}

// faults are why a value does not fit into a field.
func (m *mapping) faults(path string, value any, seen map[string]int) (list []string) {
	if elements, ok := value.([]any); ok {
		for _, v := range elements {
			list = append(list, m.faults(path, v, seen)...)
		}
		return list
	}
	object, isObject := value.(map[string]any)
	switch {
	case value == nil:
		return nil
	case m.Properties == nil && m.Type != "object":
		seen[m.Type]++
		if isObject || !m.takes(fmt.Sprint(value)) {
			return []string{fmt.Sprintf("failed to parse field [%s] of type [%s]: %v", path, m.Type, value)}
		}
		return nil
	case !isObject:
		return []string{fmt.Sprintf("object mapping for [%s] tried to parse field as object, but found a concrete value: %v", path, value)}
	}
	for key, v := range object {
		if strings.Contains(key, ".") || key == "" {
			list = append(list, "a name with a point is an object: "+key)
		}
		if of := m.Properties[key]; of != nil {
			list = append(list, of.faults(path+"."+key, v, seen)...)
		}
	}
	return list
}

// integers are the bits of the types of whole numbers.
var integers = map[string]int{"byte": 8, "short": 16, "integer": 32, "long": 64}

// takes reports whether a field takes a value that is no object.
func (m *mapping) takes(v string) bool {
	var err error
	switch bits := integers[m.Type]; {
	case bits > 0:
		if m.Format != "" {
			return false
		}
		_, err = strconv.ParseInt(v, 10, bits)
	case m.Type == "unsigned_long":
		_, err = strconv.ParseUint(v, 10, 64)
	case m.Type == "double":
		var f float64
		f, err = strconv.ParseFloat(v, 64)
		return err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
	case m.Type == "boolean":
		return v == "true" || v == "false"
	case m.Type == "ip":
		var a netip.Addr
		a, err = netip.ParseAddr(v)
		return err == nil && a.Zone() == ""
	case m.Type == "date" && m.Format == "epoch_millis":
		_, err = strconv.ParseInt(v, 10, 64)
	case m.Type == "date":
		_, err = time.Parse(time.RFC3339Nano, v)
	case m.Type == "keyword":
		return utf8.RuneCountInString(v) > m.IgnoreAbove || len(v) <= 32766
	default:
		return false
	}
	return err == nil
}

// The rules find what Elasticsearch would refuse.
func TestElasticRules(t *testing.T) {
	m := &mapping{Properties: map[string]*mapping{
		"n": {Type: "short"}, "a": {Type: "ip"}, "u": {Type: "unsigned_long"}, "o": {Properties: map[string]*mapping{"t": {Type: "keyword", IgnoreAbove: 8191}}},
	}}
	const action = `{"index":{"_index":"packets-2026-01-01"}}` + "\n"
	for body, sound := range map[string]bool{
		action + `{"n":"32767","a":["192.0.2.1","2001:db8::1"],"u":"18446744073709551615","o":{"t":"x"},"x":{"y":1}}` + "\n": true,
		action + `{"n":null,"o":[{"t":"x"},{"t":"y"}]}` + "\n":                                                               true,
		action + `{"n":"1"}`: false,
		action:               false,
		`{"index":{"_index":"packets-2026-01-01","_type":"doc"}}` + "\n{}\n": false,
		`{"index":{"_index":"Packets"}}` + "\n{}\n":                          false,
		action + `{"n":"32768"}` + "\n":                                      false,
		action + `{"n":"0x10"}` + "\n":                                       false,
		action + `{"a":"fe80::1%eth0"}` + "\n":                               false,
		action + `{"u":"-1"}` + "\n":                                         false,
		action + `{"o":"x"}` + "\n":                                          false,
		action + `{"n":{"y":1}}` + "\n":                                      false,
		action + `{"a.b":"1"}` + "\n":                                        false,
	} {
		if faults := bulkFaults(m, []byte(body), map[string]int{}); (len(faults) == 0) != sound {
			t.Errorf("%s: %q", body, faults)
		}
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
