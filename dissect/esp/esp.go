package esp

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of ESP.
var Proto = field.NewProto("esp", "ESP", "Encapsulating Security Payload")

// RFC 4303, section 2: the fields that travel in the clear.
var (
	fSPI = Proto.Uint32("esp.spi", "ESP SPI", field.HexDec, field.At(0))
	fSeq = Proto.Uint32("esp.sequence", "ESP Sequence", field.Dec, field.At(4))
)

// fWhy is the reason of a packet that should have been decrypted.
var fWhy = Proto.Generated("pktscope.esp.why", "Not decrypted", field.Uint, field.Dec, 1, field.Named(reasonName))

// A Packet is one ESP packet.
type Packet struct {
	SPI, Seq uint32
	Facts    Facts // set by trackers; Decode keeps them
	// Data is the ciphertext with its initialization vector and its integrity
	// check value, as far as it was captured. It aliases the packet; nil: the
	// packet ends within its header.
	Data []byte
	// Wire is how long Data was before the capture cut it.
	Wire int
	// NextHeader is the protocol inside, where the packet was decrypted.
	NextHeader uint8
	// PadBogus says that the padding is not 1, 2, 3 and so on, as RFC 4303, section
	// 2.4, has it where the algorithm does not say otherwise; none does.
	PadBogus bool

	decrypted bool
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the packet that d stands at. What is encrypted has
// no fields, so a capture that cut it did no harm.
func (p *Packet) Decode(d *field.Decoder) error {
	p.NextHeader, p.PadBogus, p.decrypted = 0, false, false // all else is set below; Facts are large
	d.Env.Secured = true
	m := d.Begin(&Proto.Def)
	off := d.Off()
	p.SPI = d.Uint32(fSPI)
	p.Seq = d.Uint32(fSeq)
	p.sequence(d, off)
	p.Data = d.Peek(d.Captured())
	p.Wire = d.Len()
	f := &p.Facts
	if f.known() && f.IV+f.ICV <= d.Captured() {
		p.readData(d)
	} else {
		d.SkipRest()
	}
	if f.Why != Decrypted {
		d.GenerateAt(fWhy, off, uint64(f.Why))
	}
	d.End(m)
	return d.Err()
}

// Resume implements dissect.Encrypted: IV, ciphertext and ICV, which Decode has passed over,
// have no nodes.
func (p *Packet) Resume(d *field.Decoder) error {
	if f := &p.Facts; f.Plain != nil && f.IV+f.ICV <= len(p.Data) {
		p.plain(d)
	}
	return d.Err()
}

// Next is the protocol inside.
func (p *Packet) Next(i int) field.Key {
	if i > 0 || !p.decrypted {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(p.NextHeader))
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.Data == nil {
		return b
	}
	b = append(b, "ESP (SPI=0x"...)
	return append(field.AppendHex(b, uint64(p.SPI), 4), ')')
}

// AppendEncryption implements dissect.Encrypted.
func (p *Packet) AppendEncryption(b []byte) []byte {
	if !p.decrypted {
		return b
	}
	b = append(b, " [ESP SPI=0x"...)
	return append(field.AppendHex(b, uint64(p.SPI), 4), ']')
}

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*Packet) Printable() bool { return true }
