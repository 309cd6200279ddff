package dissect

import (
	"sync"

	"github.com/pktscope/pktscope/dissect/field"
)

// A kind is what the messages of a binding can do. It is looked up once, before the
// first of them: most messages can do little, and asking each of them would cost more
// than reading it.
type kind struct {
	make  func() Message
	proto *field.Proto // of most messages; one may turn out to be Data
	short string       // the Protocol column, unless it is titled
	whole *field.Proto // that proto is part of, nil for most
	bit   ProtoSet     // of proto
	state bool

	once sync.Once // for what follows: most protocols are in no packet

	titled, quoter, top, etherTyped, nested, trail, printable, keeper, open, pathed, irregular, encrypted, gathers, tentative, yielding bool // see also abilities

	declines bool // it may, or yield, or be silent
	last     bool // it carries no other protocol and is part of none
	plain    bool // reading it is all: it neither declines, is decrypted, nor is part of another or may be
}

// Traits names the interfaces of this package that m satisfies beside Message.
func Traits(m Message) (names []string) {
	add := func(name string, ok bool) {
		if ok {
			names = append(names, name)
		}
	}
	k := newKind(func() Message { return m }, m)
	k.look(m)
	can := abilitiesOf(m)
	_, final := m.(Final)
	_, blocked := m.(Blocked)
	add("Blocked", blocked)
	add("Carrier", can.carrier != nil)
	add("Encrypted", k.encrypted)
	add("Endpoints", can.ends != nil)
	add("EtherTyped", k.etherTyped)
	add("Final", final)
	add("Gathering", k.gathers)
	add("Irregular", k.irregular)
	add("Keeper", k.keeper)
	add("Nested", k.nested)
	add("Open", k.open)
	add("Pathed", k.pathed)
	add("Printable", k.printable)
	add("Quoter", k.quoter)
	add("Silent", can.silent != nil)
	add("Stateful", can.state != nil)
	add("Tentative", k.tentative)
	add("Titled", k.titled)
	add("TopCarrier", k.top)
	add("Trailing", k.trail)
	add("Yielding", k.yielding)
	return names
}

// newKind makes the kind of a binding, of which m is a message.
func newKind(make func() Message, m Message) *kind {
	p := m.Proto()
	k := &kind{make: make, proto: p, short: p.Short, whole: p.Whole}
	_, k.state = m.(Stateful)
	return k
}

// message makes a message of kind k.
func (k *kind) message() Message {
	m := k.make()
	k.once.Do(func() { k.look(m) })
	return m
}

// look finds out what m can do.
func (k *kind) look(m Message) {
	_, k.titled = m.(Titled)
	_, k.quoter = m.(Quoter)
	_, k.top = m.(TopCarrier)
	_, k.etherTyped = m.(EtherTyped)
	_, k.nested = m.(Nested)
	_, k.trail = m.(Trailing)
	_, k.keeper = m.(Keeper)
	_, k.open = m.(Open)
	_, k.pathed = m.(Pathed)
	_, k.printable = m.(Printable)
	_, k.encrypted = m.(Encrypted)
	_, k.irregular = m.(Irregular)
	_, k.gathers = m.(Gathering)
	_, k.tentative = m.(Tentative)
	_, k.yielding = m.(Yielding)
	_, silent := m.(Silent)
	k.declines = k.tentative || k.yielding || silent
	_, carrier := m.(Carrier)
	_, final := m.(Final)
	k.plain = !k.declines && !k.encrypted && !k.nested
	k.last = (final || !carrier) && !k.nested && k.proto != DataProto
}

// The abilities of a message are itself as each of the interfaces that every packet asks
// for, nil where it does not satisfy one. They are asserted once: an assertion costs more
// than most of the methods.
type abilities struct {
	message Message
	carrier Carrier
	ends    Endpoints
	silent  Silent
	state   Stateful
}

func abilitiesOf(m Message) abilities {
	a := abilities{message: m}
	a.carrier, _ = m.(Carrier)
	a.ends, _ = m.(Endpoints)
	a.silent, _ = m.(Silent)
	a.state, _ = m.(Stateful)
	return a
}
