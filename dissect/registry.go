package dissect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Binding says where a protocol is found.
type Binding struct {
	New  func() Message
	Keys []field.Key
}

// Bind is the Binding of the protocol whose messages are *T.
func Bind[T any, P interface {
	*T
	Message
}](keys ...field.Key) Binding {
	return Binding{New: func() Message { return P(new(T)) }, Keys: keys}
}

// A Registry finds the protocol behind a key. It does not change once made.
type Registry struct {
	kinds  []*kind // the first is for bytes without a protocol
	protos []*field.Proto
	dense  [field.Spaces][]uint16 // by value: index into kinds
	sparse map[field.Key]uint16   // where values are wide
	chosen map[field.Key]uint16   // the keys of DecodeAs; nil without
	fields map[string][]*field.Def
	owners map[*field.Proto]string // what declares a protocol, for errors
}

// denseSize is the number of values of the spaces that are looked up by index.
var denseSize = [field.Spaces]int{
	field.Link: 512, field.EtherType: 1 << 16, field.SAP: 256, field.PPP: 1 << 16, field.NLPID: 256,
	field.IPProto: 256, field.UDPPort: 1 << 16, field.TCPPort: 1 << 16, field.SCTPPort: 1 << 16,
}

// NewRegistry makes a Registry. It refuses a key that is bound twice, a field
// name that two protocols declare, and a name that one protocol declares with
// two kinds of value.
func NewRegistry(bindings ...Binding) (*Registry, error) {
	r := &Registry{kinds: []*kind{newKind(Bind[Data]())}, sparse: map[field.Key]uint16{}, fields: map[string][]*field.Def{}, owners: map[*field.Proto]string{}}
	for _, p := range []*field.Proto{DataProto, MalformedProto, ShortProto, field.ExpertProto} {
		if err := r.declare(p, "package dissect"); err != nil {
			return nil, err
		}
	}
	for i, b := range bindings {
		r.kinds = append(r.kinds, newKind(b))
		m := b.New()
		p := m.Proto()
		if err := r.declare(p, fmt.Sprintf("%T", m)); err != nil {
			return nil, err
		}
		for _, k := range b.Keys {
			if r.find(k) != 0 {
				return nil, fmt.Errorf("dissect: key %v of %s is bound already", k, p.Name)
			}
			r.bind(k, uint16(i+1))
		}
	}
	r.assignBits()
	return r, nil
}

func (r *Registry) bind(k field.Key, index uint16) {
	size := denseSize[k.Space]
	if k.Value >= uint64(size) {
		r.sparse[k] = index
		return
	}
	if r.dense[k.Space] == nil {
		r.dense[k.Space] = make([]uint16, size)
	}
	r.dense[k.Space][k.Value] = index
}

// DecodeAs binds a key to the protocol of that name, whatever it was bound to
// before; "data" binds it to no protocol. Of a Carrier's guesses such a key goes before
// all others: the port that is named counts, not the other one's usual protocol. It
// reports whether the protocol exists. It is called before r is used.
func (r *Registry) DecodeAs(k field.Key, proto string) bool {
	for i, b := range r.kinds {
		if b.proto.Name != proto {
			continue
		}
		r.bind(k, uint16(i))
		if r.chosen == nil {
			r.chosen = map[field.Key]uint16{}
		}
		r.chosen[k] = uint16(i)
		return true
	}
	return false
}

// Decodes reports whether DecodeAs knows a protocol.
func (r *Registry) Decodes(proto string) bool {
	for _, k := range r.kinds {
		if k.proto.Name == proto {
			return true
		}
	}
	return false
}

// Keep leaves no key to a protocol for which keep is false: what it carries is bytes
// then. It is called before r is used.
func (r *Registry) Keep(keep func(p *field.Proto) bool) {
	lost := func(index uint16) bool { return index != 0 && !keep(r.kinds[index].proto) }
	for _, t := range r.dense {
		for value, index := range t {
			if lost(index) {
				t[value] = 0
			}
		}
	}
	for _, m := range []map[field.Key]uint16{r.sparse, r.chosen} {
		for k, index := range m {
			if lost(index) {
				m[k] = 0
			}
		}
	}
}

// find returns the index of the kind that k leads to, 0 without one.
func (r *Registry) find(k field.Key) uint16 {
	if t := r.dense[k.Space]; k.Value < uint64(len(t)) {
		return t[k.Value]
	}
	if k.Value < uint64(denseSize[k.Space]) {
		return 0
	}
	return r.sparse[k]
}

// Declare adds a protocol that no key leads to, such as the frame itself.
func (r *Registry) Declare(p *field.Proto) error { return r.declare(p, "Declare") }

func (r *Registry) declare(p *field.Proto, owner string) error {
	for _, q := range r.protos {
		if p == q {
			return nil
		}
	}
	r.protos = append(r.protos, p)
	r.owners[p] = owner
	for _, d := range append([]*field.Def{&p.Def}, p.Fields...) {
		if d.Name == "" {
			continue
		}
		if have := r.fields[d.Name]; len(have) > 0 && have[0].Proto != p && d.Also == nil && have[0].Also == nil {
			return fmt.Errorf("dissect: field %s is declared by protocol %s (%s) and by protocol %s (%s): "+
				"a protocol that has a package has no row in internal/longtail", d.Name, have[0].Proto.Name, r.owners[have[0].Proto], p.Name, owner)
		}
		r.fields[d.Name] = append(r.fields[d.Name], d)
		if rest, ok := strings.CutPrefix(d.Name, p.Name); ok && p.Former != "" {
			r.fields[p.Former+rest] = append(r.fields[p.Former+rest], d)
		}
	}
	return nil
}

// Protos lists every protocol.
func (r *Registry) Protos() []*field.Proto { return r.protos }

// Declared returns the declarations of a filter name, nil where there are
// none. One of several forms of a field, or the alias, speaks for its type.
func (r *Registry) Declared(name string) []*field.Def { return r.fields[name] }

// Alias returns the alias of a filter name, nil where it is none.
func (r *Registry) Alias(name string) *field.Def {
	for _, d := range r.fields[name] {
		if d.Also != nil {
			return d
		}
	}
	return nil
}

// Field returns the declarations behind a filter name, those that an alias
// stands for instead of the alias, nil where there are none.
func (r *Registry) Field(name string) []*field.Def {
	defs := r.fields[name]
	if !slices.ContainsFunc(defs, func(d *field.Def) bool { return d.Also != nil }) {
		return defs
	}
	var all []*field.Def
	for _, d := range defs {
		if d.Also == nil {
			all = append(all, d)
		} else {
			all = append(all, d.Also...)
		}
	}
	return all
}
