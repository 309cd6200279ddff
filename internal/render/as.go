package render

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Dialect is the version of Wireshark in whose form rows write the values of fields.
// The versions differ in booleans, times, numbers in hexadecimal, and in one key of JSON.
type Dialect uint8

const (
	As46 Dialect = iota // Wireshark 4.6
	As40                // Wireshark 4.0
)

// dialects are the names of the versions in --as.
var dialects = [...]string{"4.6", "4.0"}

// Dialects lists the names that ParseDialect accepts.
func Dialects() []string { return dialects[:] }

// ParseDialect returns the dialect that --as calls s.
func ParseDialect(s string) (Dialect, error) {
	for i, name := range dialects {
		if s == name {
			return Dialect(i), nil
		}
	}
	return 0, fmt.Errorf("--as %q: want %s, a version of Wireshark", s, strings.Join(dialects[:], " or "))
}

// appendShow appends the value of node i as PDML, and as -e in any format, have it.
func (d Dialect) appendShow(b []byte, t *field.Tree, i int) []byte {
	if d == As40 {
		return appendOldShow(b, t, i)
	}
	return t.AppendShow(b, i)
}

// appendOldShow is appendShow of Wireshark 4.0.
func appendOldShow(b []byte, t *field.Tree, i int) []byte {
	switch n := &t.Nodes[i]; {
	case n.Def.Kind == field.Bool:
		return appendBit(b, n)
	case n.Def.Kind == field.Absolute && n.Def.Base == field.Local:
		return field.AppendLocalTime(b, n.Nanos())
	case n.Def.Kind == field.Absolute && n.Def.Base != field.Epoch:
		return field.AppendTime(b, n.Nanos())
	}
	return t.AppendShow(b, i)
}

// appendTreeValue appends the value of node i as the whole tree has it in JSON:
// booleans are numbers, and times are in UTC.
func (d Dialect) appendTreeValue(b []byte, t *field.Tree, i int) []byte {
	switch n := &t.Nodes[i]; {
	case d == As40:
		return appendOldShow(b, t, i)
	case n.Def.Kind == field.Bool:
		return appendBit(b, n)
	case isMoment(n.Def):
		return field.AppendISOTime(b, n.Nanos(), field.Dec)
	}
	return t.AppendShow(b, i)
}

// appendElastic appends the value of node i, no boolean, as the whole tree has it for
// Elasticsearch: times are in UTC, and numbers are decimal.
func (d Dialect) appendElastic(b []byte, t *field.Tree, i int) []byte {
	switch n := &t.Nodes[i]; {
	case n.Def.Kind == field.Absolute || d == As46 && isMoment(n.Def):
		return field.AppendISOTime(b, n.Nanos(), field.Dec)
	case d == As46 && n.Def.Kind == field.Uint:
		return field.AppendUint(b, n.Val)
	}
	return t.AppendShow(b, i)
}

// isMoment reports whether values of d are moments, in whichever base.
func isMoment(d *field.Def) bool { return d.Kind == field.Absolute || d.Base == field.Epoch }

// appendBit appends the value of a boolean as 1 or 0.
func appendBit(b []byte, n *field.Node) []byte { return append(b, '0'+byte(min(n.Val, 1))) }

// appendType appends the member that documents had in Wireshark 4.0, in front of which
// stands sep.
func (d Dialect) appendType(b []byte, sep, colon string) []byte {
	if d != As40 {
		return b
	}
	return append(append(append(append(b, sep...), `"_type"`...), colon...), `"doc"`...)
}
