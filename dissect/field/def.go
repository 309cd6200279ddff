package field

import "math/bits"

// A Def declares one field. It does not change after its declaration.
type Def struct {
	Name     string // Wireshark's filter name; "" for a subtree that is only text
	Label    string
	Kind     Kind
	Base     Base
	Size     uint8  // bytes on the wire; 0 where that varies
	Width    uint8  // bits in the pattern before a masked field; 0: Size*8
	Mask     uint64 // bits of the container that are this field; 0: all
	Scale    uint8  // the value is this times the masked bits; 0: once
	Bits     []*Def // parts of the integer, listed below it
	Mirrored bool   // an address whose bytes have their bits the other way round
	Hidden   bool   // found by filters and -T fields, not shown in the detail
	Nested   bool   // a subtree of the type of a protocol, within one
	Unmasked bool   // Wireshark declares it without Mask: programs are given the container
	TypeSize uint8  // bytes of an integer's type in Wireshark; 0: as Size
	Ends     Ending // of a text

	Severity Severity // of expert information; Plain: none
	Group    Group    // likewise

	// Names gives the name of a value, "" where it has none.
	Names func(uint64) string
	// Beyond are values with a name beyond the first million.
	Beyond []uint64
	// One and Many are the unit behind a number of one and of others.
	One, Many string
	// Format, if set, appends the whole line instead of "Label: value".
	Format func(b []byte, t *Tree, i int) []byte
	// At is where the field's bytes stand in the header that its protocol's
	// messages begin with, for the few that always stand there: filters read
	// these without a tree. Nil: anywhere.
	At []uint8
	// Also lists the fields that this one stands for: ip.addr for ip.src and ip.dst.
	Also []*Def

	hash    uint32                                // see NameHash
	places  uint8                                 // of aliases: a bit for each Place
	aliases []*Def                                // that stand for this field
	place   Place                                 // of an alias
	holding bool                                  // likewise: see Holding
	text    func(b []byte, t *Tree, i int) []byte // likewise: see Texts

	Proto *Proto
}

// An Opt completes a declaration.
type Opt func(*Def)

// Mask makes the field the masked bits of its container, shifted down.
func Mask(mask uint64) Opt { return func(d *Def) { d.Mask = mask } }

// Width sets how many bits the pattern before a masked field shows.
func Width(bits uint8) Opt { return func(d *Def) { d.Width = bits } }

// Bits lists an integer's parts; they appear below it.
func Bits(parts ...Field) Opt {
	return func(d *Def) {
		for _, p := range parts {
			d.Bits = append(d.Bits, p.Declaration())
		}
	}
}

// Named sets the names of the field's values; fn returns "" for the others.
func Named(fn func(uint64) string) Opt { return func(d *Def) { d.Names = fn } }

// Beyond lists those values with a name that are a million or more: which value bears a
// name is found by trying the others.
func Beyond(values ...uint64) Opt { return func(d *Def) { d.Beyond = values } }

// Scale makes the value a multiple of what is on the wire: 4 for a header
// length in words.
func Scale(n uint8) Opt { return func(d *Def) { d.Scale = n } }

// Unmasked says that Wireshark declares the field without its mask, and takes its bits
// out by itself: the bytes that PDML and JSON give are the container's.
func Unmasked() Opt { return func(d *Def) { d.Unmasked = true } }

// TypeSize sets how many bytes the type of an integer has in Wireshark, where these are
// not those on the wire.
func TypeSize(bytes uint8) Opt { return func(d *Def) { d.TypeSize = bytes } }

// An Ending is how a text ends on the wire: it makes Wireshark's type of texts.
type Ending uint8

const (
	ByLength Ending = iota // FT_STRING
	ByNUL                  // FT_STRINGZ
	ByPad                  // FT_STRINGZPAD: NULs up to its length
)

// Ends sets how a text ends.
func Ends(e Ending) Opt { return func(d *Def) { d.Ends = e } }

// Size sets how many bytes a Bit's container has.
func Size(bytes uint8) Opt { return func(d *Def) { d.Size = bytes } }

// ExtensionOf makes a protocol part of another, whose fields its messages use too:
// an extension header of IPv6.
func ExtensionOf(whole *Proto) Opt { return func(d *Def) { d.Proto.Whole = whole } }

// Formerly sets the filter name that a protocol had before: filters and -T fields take it
// in place of the new one.
func Formerly(name string) Opt { return func(d *Def) { d.Proto.Former = name } }

// Unit sets the unit behind a number, with its leading space.
func Unit(one, many string) Opt { return func(d *Def) { d.One, d.Many = one, many } }

// Format replaces the whole line that the detail shows.
func Format(fn func(b []byte, t *Tree, i int) []byte) Opt { return func(d *Def) { d.Format = fn } }

// FormatBy is Format for a function that looks for other fields: it is called
// when all of these are declared, which Go's order of initialization sees to,
//
//	var _ = Proto.FormatBy(formatTitle)
//
// where as an option of Proto's declaration formatTitle could not name a field of
// Proto's.
func (d *Def) FormatBy(fn func(b []byte, t *Tree, i int) []byte) *Def {
	d.Format = fn
	return d
}

// At says at which byte of a message the field stands, in all messages of its
// protocol that are not dissect.Irregular.
func At(offsets ...uint8) Opt { return func(d *Def) { d.At = offsets } }

// Hidden keeps the field out of the detail, not out of filters.
func Hidden() Opt { return func(d *Def) { d.Hidden = true } }

// Mirrored marks an address whose bytes are captured with their bits the other
// way round, as FDDI sends them.
func Mirrored() Opt { return func(d *Def) { d.Mirrored = true } }

// TrueFalse names the values of a Bool that has no other names.
func TrueFalse(v uint64) string { return pick(v, "True", "False") }

// YesNo names the values of a Bool.
func YesNo(v uint64) string { return pick(v, "Yes", "No") }

// SetNotSet names the values of a Bool.
func SetNotSet(v uint64) string { return pick(v, "Set", "Not set") }

func pick(v uint64, yes, no string) string {
	if v != 0 {
		return yes
	}
	return no
}

// Two names the values of a Bool as yes and no say.
func Two(yes, no string) Opt {
	return Named(func(v uint64) string { return pick(v, yes, no) })
}

// Typed handles: a Decoder method takes only the handle of its own width.
type (
	U8    struct{ *Def }
	U16   struct{ *Def }
	U24   struct{ *Def }
	U32   struct{ *Def }
	U64   struct{ *Def }
	Bytes struct{ *Def }
	Str   struct{ *Def }
	IP4   struct{ *Def }
	IP6   struct{ *Def }
	MAC   struct{ *Def }
	Bit   struct{ *Def }
)

// A Field is a handle of any width.
type Field interface{ Declaration() *Def }

// Field is the declaration itself, for what does not read by width.
func (d *Def) Declaration() *Def { return d }

// NameHash is a number that is the same for fields of the same name, and mostly another
// for others: trees are searched by name.
func (d *Def) NameHash() uint32 {
	if d.hash == 0 { // it was not declared: it stands for its name
		return hashOf(d.Name)
	}
	return d.hash
}

// hashOf is FNV-1a.
func hashOf(name string) uint32 {
	h := uint32(2166136261)
	for _, c := range []byte(name) {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// IsProtocol reports whether d is of the type of a protocol (FT_PROTOCOL): a
// protocol's own declaration, or one that is nested in it.
func (d *Def) IsProtocol() bool { return d.Nested || d.Proto != nil && d == &d.Proto.Def }

// TypeMask is the mask of the field's type in Wireshark; 0: none.
func (d *Def) TypeMask() uint64 {
	if d.Unmasked || d.Scale != 0 {
		return 0
	}
	return d.Mask
}

// TypeBytes is how many bytes the type of an integer has in Wireshark.
func (d *Def) TypeBytes() uint8 {
	if d.TypeSize != 0 {
		return d.TypeSize
	}
	return max(d.Size, 1)
}

// Value is the field's part of a container that holds v.
func (d *Def) Value(v uint64) uint64 { return d.value(v) }

// value is the field's part of a container that holds v.
func (d *Def) value(v uint64) uint64 {
	if d.Mask != 0 {
		v = v & d.Mask >> bits.TrailingZeros64(d.Mask)
	}
	if d.Scale != 0 {
		v *= uint64(d.Scale)
	}
	return v
}
