package stats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
)

// A plan is what the statistics of a Set want to know of each packet: which
// filters it passes, what values some fields have.
type plan struct {
	registry *dissect.Registry
	limit    int // of rows in a table
	texts    []string
	filters  []*filter.Filter
	fields   []wanted
	comments bool // what people wrote beside packets
}

// A wanted is a field whose values are asked for.
type wanted struct {
	name    string
	defs    []*field.Def
	layered bool // it is of a layer
}

// A pick is a choice of packets: an index into a plan's filters.
type pick int

// everything picks every packet.
const everything pick = -1

// pick takes note of a filter.
func (p *plan) pick(text string) (pick, error) {
	text = strings.TrimSpace(text)
	if i := slices.Index(p.texts, text); i >= 0 {
		return pick(i), nil
	}
	f, err := filter.Compile(text, p.registry)
	if f == nil || err != nil {
		return everything, err
	}
	p.texts, p.filters = append(p.texts, text), append(p.filters, f)
	return pick(len(p.filters) - 1), nil
}

// want takes note of a field and returns its index among those wanted.
func (p *plan) want(name string) (int, *field.Def, error) {
	if i := slices.IndexFunc(p.fields, func(w wanted) bool { return w.name == name }); i >= 0 {
		return i, p.fields[i].defs[0], nil
	}
	defs := p.registry.Field(name)
	if len(defs) == 0 {
		err := fmt.Errorf("there is no field %q", name)
		if near := p.registry.Nearest(name); len(near) > 0 {
			err = fmt.Errorf("%w; near it: %s", err, strings.Join(near, ", "))
		}
		return 0, nil, err
	}
	p.fields = append(p.fields, wanted{name, defs, p.registry.Layered(defs[0].Proto)})
	return len(p.fields) - 1, defs[0], nil
}

// protos are those whose fields are looked at.
func (p *plan) protos() (protos []*field.Proto) {
	for _, f := range p.filters {
		protos = append(protos, f.Protos()...)
	}
	for _, w := range p.fields {
		for _, d := range w.defs {
			protos = append(protos, d.Proto)
		}
	}
	if p.comments {
		protos = append(protos, frame.CommentsProto)
	}
	return protos
}
