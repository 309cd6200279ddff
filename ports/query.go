package ports

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// A Query asks a [Table] for entries: by name if Name is set, by port otherwise.
type Query struct {
	Name  string
	Ports Range
	Proto Proto // AnyProto for all
}

// ParseQuery parses a query:
//
//	500          a port, of every protocol
//	53/udp       of one
//	27000-27050  a run of ports; 27000-27050/udp
//	https        a name or an alias, in whatever case; domain/udp
//
// A name may itself hold a slash or a dash: cl/1, ftp-data.
func ParseQuery(s string) (Query, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Query{}, fmt.Errorf("empty query: want PORT[/PROTOCOL], FROM-TO or NAME")
	}
	q := Query{Name: s}
	what, proto, slash := cutLast(s, "/")
	if slash {
		var ok bool
		if q.Proto, ok = ParseProto(proto); ok {
			q.Name = what
		} else if looksLikePorts(what) {
			return Query{}, fmt.Errorf("%q: unknown protocol %q (tcp, udp, sctp or dccp)", s, proto)
		}
	}
	if q.Name == "" {
		return Query{}, fmt.Errorf("%q: no port or name before the protocol", s)
	}
	if !looksLikePorts(q.Name) {
		return q, nil
	}
	ports, msg := parseRange(q.Name)
	if msg != "" {
		return Query{}, fmt.Errorf("%q: %s", s, msg)
	}
	return Query{Ports: ports, Proto: q.Proto}, nil
}

// String returns the query as [ParseQuery] reads it.
func (q Query) String() string {
	s := cmp.Or(q.Name, q.Ports.String())
	if q.Proto != AnyProto {
		s += "/" + q.Proto.String()
	}
	return s
}

// cutLast returns strings.Cut at the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// looksLikePorts reports whether s is a number or a run of numbers and no name: a
// service name has at least one letter (RFC 6335, section 5.1).
func looksLikePorts(s string) bool {
	return s != "" && strings.Trim(s, "0123456789-") == ""
}

// parseRange parses "500" or "27000-27050".
func parseRange(s string) (r Range, msg string) {
	first, last, run := strings.Cut(s, "-")
	if run && (first == "" || last == "") {
		return Range{}, fmt.Sprintf("port range %q lacks an end: want FROM-TO", s)
	}
	if r.First, msg = parsePort(first); msg != "" {
		return Range{}, msg
	}
	r.Last = r.First
	if run {
		if r.Last, msg = parsePort(last); msg != "" {
			return Range{}, msg
		}
	}
	if r.Last < r.First {
		return Range{}, fmt.Sprintf("port range %s is reversed", s)
	}
	return r, ""
}

// parsePort parses one port number.
func parsePort(s string) (port uint16, msg string) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0, fmt.Sprintf("bad port %q (0 to 65535)", s)
	}
	return uint16(n), ""
}
