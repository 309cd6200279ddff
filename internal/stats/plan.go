package stats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
)

// A plan is what the statistics of a Set need to know of each packet: whether it
// passes each of the filters, and the values of each of the fields.
type plan struct {
	registry render.Fields
	limit    int // of rows in a table
	texts    []string
	filters  []*filter.Filter
	fields   []wanted
	said     []wanted // fields whose values are told as text, in the order of the packet
	File     string   // the capture's name, in reports that tell it
	comments bool     // packet comments of pcapng files
	experts  bool     // expert information
}

// A wanted is a field whose values a statistic calculates with.
type wanted struct {
	name    string
	defs    []*field.Def
	layered bool // a layer has it, unlike the fields of dissect/frame
	named   bool // its text is the name of the value
}

// A pick chooses packets: it is an index into plan.filters.
type pick int

// everything picks every packet.
const everything pick = -1

// pick adds a filter, unless the plan has it already.
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

// want adds a field, unless the plan has it already, and returns its index in
// fields.
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
	p.fields = append(p.fields, wanted{name: name, defs: defs, layered: p.registry.Layered(defs[0].Proto)})
	return len(p.fields) - 1, defs[0], nil
}

// wantText adds a field whose values are told as text, unless the plan has it already.
func (p *plan) wantText(name string) error {
	if slices.ContainsFunc(p.said, func(w wanted) bool { return w.name == name }) {
		return nil
	}
	defs := p.registry.Field(name)
	if len(defs) == 0 {
		return fmt.Errorf("there is no field %q", name)
	}
	p.said = append(p.said, wanted{name: name, defs: defs, layered: p.registry.Layered(defs[0].Proto)})
	return nil
}

// wantName adds a field of which the name of the value is told, as the detail has it.
func (p *plan) wantName(name string) error {
	if err := p.wantText(name); err != nil {
		return err
	}
	i := slices.IndexFunc(p.said, func(w wanted) bool { return w.name == name })
	p.said[i].named = true
	return nil
}

// protos returns the protocols whose fields the plan reads.
func (p *plan) protos() (protos []*field.Proto) {
	for _, f := range p.filters {
		protos = append(protos, f.Protos()...)
	}
	for _, w := range slices.Concat(p.fields, p.said) {
		for _, d := range w.defs {
			protos = append(protos, d.Proto)
		}
	}
	if p.comments {
		protos = append(protos, frame.CommentsProto)
	}
	if p.experts {
		protos = append(protos, field.ExpertProto)
	}
	return protos
}
