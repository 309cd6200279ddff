package field

// A Proto is one protocol and every field it can emit, as a flag.FlagSet is a
// command and its flags.
type Proto struct {
	Def           // the protocol's own line; Name is its filter name
	Short  string // as the Protocol column says it
	Whole  *Proto // the protocol that this one is part of; may be nil
	Former string // filter name that it had before, and that filters still take; "" for most
	Fields []*Def

	room []Def // of which the next fields are
}

// leastFields is how many fields a protocol has room for at first. An allocation a field
// would be a tenth of a program's start.
const leastFields = 4

// NewProto declares a protocol: its filter name ("esp"), its name in the
// Protocol column ("ESP") and in the detail ("Encapsulating Security Payload").
func NewProto(name, short, label string, opts ...Opt) *Proto {
	p := &Proto{Def: Def{Name: name, Label: label, Kind: Scope, hash: hashOf(name)}, Short: short}
	p.Def.Proto = p
	for _, o := range opts {
		o(&p.Def)
	}
	return p
}

func (p *Proto) add(d Def, opts []Opt) *Def {
	if len(p.room) == 0 {
		p.room = make([]Def, min(max(leastFields, len(p.Fields)), 8*leastFields))
	}
	new := &p.room[0]
	p.room = p.room[1:]
	*new = d
	new.Proto, new.hash = p, hashOf(d.Name)
	for _, o := range opts {
		o(new)
	}
	for _, b := range new.Bits {
		if b.Size == 0 {
			b.Size = new.Size
		}
		if b.Width == 0 {
			b.Width = new.Width
		}
	}
	p.Fields = append(p.Fields, new)
	return new
}

// Scope declares a subtree without a filter name.
func (p *Proto) Scope(label string, opts ...Opt) *Def {
	return p.add(Def{Label: label, Kind: Scope}, opts)
}

// None declares a subtree with a filter name and no value (FT_NONE).
func (p *Proto) None(name, label string, opts ...Opt) *Def {
	return p.add(Def{Name: name, Label: label, Kind: Scope}, opts)
}

// Nest declares a subtree with a filter name whose type is that of a protocol: its
// value is its bytes (FT_PROTOCOL), as Wireshark has the TLVs of some protocols.
func (p *Proto) Nest(name, label string, opts ...Opt) *Def {
	return p.add(Def{Name: name, Label: label, Kind: Scope, Nested: true}, opts)
}

// Uint8 declares an integer of one byte; Uint16 to Uint64 likewise.
func (p *Proto) Uint8(name, label string, b Base, opts ...Opt) U8 {
	return U8{p.number(name, label, 1, b, opts)}
}

func (p *Proto) Uint16(name, label string, b Base, opts ...Opt) U16 {
	return U16{p.number(name, label, 2, b, opts)}
}

func (p *Proto) Uint24(name, label string, b Base, opts ...Opt) U24 {
	return U24{p.number(name, label, 3, b, opts)}
}

func (p *Proto) Uint32(name, label string, b Base, opts ...Opt) U32 {
	return U32{p.number(name, label, 4, b, opts)}
}

func (p *Proto) Uint64(name, label string, b Base, opts ...Opt) U64 {
	return U64{p.number(name, label, 8, b, opts)}
}

func (p *Proto) number(name, label string, size uint8, b Base, opts []Opt) *Def {
	return p.add(Def{Name: name, Label: label, Kind: Uint, Size: size, Base: b}, opts)
}

// Bit declares one or more bits of a container as true or false. Its size is
// the container's.
func (p *Proto) Bit(name, label string, mask uint64, opts ...Opt) Bit {
	return Bit{p.add(Def{Name: name, Label: label, Kind: Bool, Mask: mask}, opts)}
}

// Bytes declares a run of bytes.
func (p *Proto) Bytes(name, label string, opts ...Opt) Bytes {
	return Bytes{p.add(Def{Name: name, Label: label, Kind: Raw}, opts)}
}

// String declares text.
func (p *Proto) String(name, label string, opts ...Opt) Str {
	return Str{p.add(Def{Name: name, Label: label, Kind: Text}, opts)}
}

// IPv4 declares an address of four bytes.
func (p *Proto) IPv4(name, label string, opts ...Opt) IP4 {
	return IP4{p.add(Def{Name: name, Label: label, Kind: IPv4, Size: 4}, opts)}
}

// IPv6 declares an address of sixteen bytes.
func (p *Proto) IPv6(name, label string, opts ...Opt) IP6 {
	return IP6{p.add(Def{Name: name, Label: label, Kind: IPv6, Size: 16}, opts)}
}

// Ether declares an EUI-48 address.
func (p *Proto) Ether(name, label string, opts ...Opt) MAC {
	return MAC{p.add(Def{Name: name, Label: label, Kind: Ether, Size: 6}, opts)}
}

// Alias declares a name that stands for several fields in filters and
// -T fields: tcp.port for tcp.srcport and tcp.dstport. It has nodes in the trees of
// Aliased only.
func (p *Proto) Alias(name, label string, of ...Field) *Def {
	first := of[0].Declaration()
	d := p.add(Def{
		Name: name, Label: label, Kind: first.Kind, Base: first.Base, Size: first.Size,
		Width: first.Width, Mask: first.Mask, Scale: first.Scale, Names: first.Names, Hidden: true,
		TypeSize: first.TypeSize,
	}, nil)
	for _, f := range of {
		whole := f.Declaration()
		d.Also = append(d.Also, whole)
		if whole.Name != name {
			whole.aliases = append(whole.aliases, d)
			whole.places |= 1 << d.place
		}
	}
	return d
}

// Host is an Alias for addresses as the names of hosts. No resolver is asked: a name is
// the address as text, but where Tree.Names has names.
func (p *Proto) Host(name, label string, of ...Field) *Def {
	return p.Alias(name, label, of...).Texts(func(b []byte, t *Tree, i int) []byte { return t.appendHostName(b, i) })
}

// Generated declares a field that is computed, not read: it has a Kind but no
// bytes. size is the width that its type has in bytes.
func (p *Proto) Generated(name, label string, k Kind, b Base, size uint8, opts ...Opt) *Def {
	return p.add(Def{Name: name, Label: label, Kind: k, Base: b, Size: size}, opts)
}
