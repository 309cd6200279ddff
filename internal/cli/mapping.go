package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
)

// elasticTypes are the types of Elasticsearch that numbers and addresses in -T ek
// have, as tshark names them. Fields of other types are not in the mapping.
var elasticTypes = map[string]string{
	"FT_BOOLEAN": "boolean", "FT_FRAMENUM": "long",
	"FT_UINT8": "short", "FT_UINT16": "integer", "FT_UINT24": "integer", "FT_UINT32": "long",
	"FT_UINT40": "long", "FT_UINT48": "long", "FT_UINT56": "long", "FT_UINT64": "unsigned long",
	"FT_INT8": "byte", "FT_INT16": "short", "FT_INT24": "integer", "FT_INT32": "integer",
	"FT_INT40": "long", "FT_INT48": "long", "FT_INT56": "long", "FT_INT64": "long",
	"FT_IPv4": "ip", "FT_IPv6": "ip",
	"FT_ABSOLUTE_TIME": "date_nanos", "FT_RELATIVE_TIME": "double", "FT_DOUBLE": "double", "FT_FLOAT": "float",
}

// writeMapping is -G elastic-mapping: the index template of Elasticsearch for -T ek,
// of the protocols in a list with commas, of all without one.
func writeMapping(w io.Writer, r *dissect.Registry, only string) {
	var protos []string
	fields := map[string][]string{} // of a protocol, as lines of the template
	for _, d := range findFields(r, nil) {
		p := d.Proto.Name
		if only != "" && !slices.Contains(strings.Split(only, ","), p) {
			continue
		}
		if d == &d.Proto.Def {
			protos = append(protos, p)
		} else if t := elasticTypes[filter.TypeConstant(d)]; t != "" && d.Kind != field.Scope {
			fields[p] = append(fields[p], fmt.Sprintf("              %q: {\n                \"type\": %q\n              }",
				strings.ReplaceAll(p+"_"+d.Name, ".", "_"), t))
		}
	}
	fmt.Fprint(w, `{
  "index_patterns": [
    "packets-*"
  ],
  "settings": {
    "index.mapping.total_fields.limit": 1000000
  },
  "mappings": {
    "properties": {
      "timestamp": {
        "type": "date"
      },
      "layers": {
        "properties": {
`)
	for i, p := range slices.Compact(protos) {
		if i > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, "          %q: {\n            \"properties\": {\n%s\n            }\n          }", p, strings.Join(fields[p], ",\n"))
	}
	fmt.Fprint(w, "\n        }\n      }\n    }\n  }\n}\n")
}
