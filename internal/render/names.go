package render

import (
	"strings"

	"github.com/pktscope/pktscope/dissect"
)

// An UnknownFieldsError names fields that no protocol has.
type UnknownFieldsError struct {
	Names   []string
	Nearest [][]string // by name: similar names of fields
}

func (e *UnknownFieldsError) Error() string {
	var s strings.Builder
	for i, name := range e.Names {
		if i > 0 {
			s.WriteString("; ")
		}
		s.WriteString("there is no field " + name)
		if near := e.Nearest[i]; len(near) > 0 {
			s.WriteString("; near it: " + strings.Join(near, ", "))
		}
	}
	return s.String()
}

func knowsProto(r *dissect.Registry, name string) bool {
	for _, p := range r.Protos() {
		if p.Name == name {
			return true
		}
	}
	return false
}
