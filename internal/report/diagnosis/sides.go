package diagnosis

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/diagnose"
)

// A side is one end of what a finding is about, and what it said.
type side struct {
	title string
	said  func(v diagnose.Value) any
}

// sides are both ends of a tunnel, whatever is known of them. A finding about no tunnel
// may be about one end alone.
func sides(x *diagnose.Finding) []side {
	both := []side{
		{"one side", func(v diagnose.Value) any { return v.Initiator }},
		{"other side", func(v diagnose.Value) any { return v.Responder }},
	}
	if t := x.Tunnel; t != nil {
		both[0].title = "initiator " + diagnose.Address(t.Initiator)
		both[1].title = "responder " + diagnose.Address(t.Responder)
		return both
	}
	all := slices.DeleteFunc(both, func(s side) bool {
		return !slices.ContainsFunc(x.Values, func(v diagnose.Value) bool { return s.said(v) != nil })
	})
	if len(all) == 1 {
		all[0].title = "Value"
	}
	return all
}

// sideRows are the names of the values and what the sides said, below the titles; one
// side alone needs none.
func sideRows(x *diagnose.Finding) (rows [][3]string) {
	all := sides(x)
	var titles [3]string
	for i, s := range all {
		titles[i+1] = s.title
	}
	if len(all) > 1 {
		rows = append(rows, titles)
	}
	for _, v := range x.Values {
		row := [3]string{strings.ReplaceAll(v.Name, "_", " ")}
		for i, s := range all {
			row[i+1] = cell(s.said(v))
		}
		rows = append(rows, row)
	}
	return rows
}
