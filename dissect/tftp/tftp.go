// Package tftp dissects the Trivial File Transfer Protocol: RFC 1350, and 2347 for its
// options.
package tftp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of TFTP.
var Proto = field.NewProto("tftp", "TFTP", "Trivial File Transfer Protocol")

// RFC 1350, section 5.
var (
	fOpcode      = Proto.Uint16("tftp.opcode", "Opcode", field.Dec, field.Named(opcodeName))
	fSource      = Proto.String("tftp.source_file", "Source File", field.Ends(field.ByNUL))
	fDestination = Proto.String("tftp.destination_file", "Destination File", field.Ends(field.ByNUL))
	fMode        = Proto.String("tftp.type", "Type", field.Ends(field.ByNUL))
	fBlock       = Proto.Uint16("tftp.block", "Block", field.Dec)
	fError       = Proto.Uint16("tftp.error.code", "Error code", field.Dec, field.Named(errorName))
	fErrorText   = Proto.String("tftp.error.message", "Error message", field.Ends(field.ByNUL))
	fOption      = Proto.Scope("Option", field.Format(appendOption))
	fName        = Proto.String("tftp.option.name", "Option name", field.Ends(field.ByNUL))
	fFailed      = Proto.Expert("tftp.error", "TFTP ERROR packet", field.Warning, field.OfResponse)
	fValue       = Proto.String("tftp.option.value", "Option value", field.Ends(field.ByNUL))
)

// Operations.
const (
	opRead        = 1
	opWrite       = 2
	opData        = 3
	opAcknowledge = 4
	opError       = 5
	opOptions     = 6

	blockSize = 512 // RFC 1350, section 2; an option may change it
)

// A Packet is a message. It aliases the packet.
type Packet struct {
	Opcode     uint16
	File, Mode []byte // of a request
	Block      uint16
	Code       uint16 // of an error
	Text       []byte // of an error
	Last       bool   // data that ends the file

	options []byte
	read    bool // the operation was
	other   bool // too short for an operation
	known   bool // a block's number or an error's code was read
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	if d.Len() < 2 {
		p.other = true
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	p.Opcode = d.Uint16(fOpcode)
	p.read = !d.Bad()
	switch p.Opcode {
	case opRead:
		p.request(d, fSource)
	case opWrite:
		p.request(d, fDestination)
	case opData:
		p.Block = d.Uint16(fBlock)
		p.known = !d.Bad()
		p.Last = d.Len() < blockSize
		d.Payload()
	case opAcknowledge:
		p.Block = d.Uint16(fBlock)
		p.known = !d.Bad()
	case opError:
		p.Code = d.Uint16(fError)
		p.known = !d.Bad()
		p.Text = text(d, fErrorText)
		d.Expert(fFailed, 0)
	case opOptions:
		p.readOptions(d)
	default: // of which nothing is known
		d.Payload()
	}
	d.End(m)
	return d.Err()
}

func (p *Packet) request(d *field.Decoder, file field.Str) {
	p.File = text(d, file)
	p.Mode = text(d, fMode)
	p.readOptions(d)
}

// text reads a text up to the zero that ends it, and returns it without.
func text(d *field.Decoder, f field.Str) []byte {
	n := bytes.IndexByte(d.Peek(d.Captured()), 0)
	switch {
	case n < 0 && d.Captured() < d.Len():
		d.Skip(f, d.Len()) // the capture cut it
		return nil
	case n < 0:
		d.Skip(f, d.Len()+1)
		return nil
	}
	return d.TextN(f, n+1)[:n]
}

// readOptions reads names and values: RFC 2347.
func (p *Packet) readOptions(d *field.Decoder) {
	off := d.Off()
	for d.More() && !d.Bad() {
		m := d.Begin(fOption)
		text(d, fName)
		text(d, fValue)
		if !d.Bad() {
			p.options = d.Since(off)
		}
		d.End(m)
	}
}

// Next implements dissect.Carrier: nothing is known of a file's data.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Yields implements dissect.Yielding: on the server's own port there are requests and errors,
// RFC 1350, section 4.
func (p *Packet) Yields() bool {
	return p.Opcode != opRead && p.Opcode != opWrite && (p.Opcode != opError || errorName(uint64(p.Code)) == "")
}

// Silent leaves what is not TFTP to the layer below.
func (p *Packet) Silent() bool { return p.other }

// AppendSummary appends the Info column: "Read Request, File: a.bin, Transfer type: octet".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if name := opcodeName(uint64(p.Opcode)); name != "" {
		b = append(b, name...)
	} else if p.read {
		b = append(field.AppendHex(append(b, "Unknown (0x"...), uint64(p.Opcode), 2), ')')
	}
	request := p.Opcode == opRead || p.Opcode == opWrite
	switch {
	case request && p.File != nil:
		b = field.AppendEscaped(append(b, ", File: "...), p.File)
		if p.Mode == nil {
			return b
		}
		b = field.AppendEscaped(append(b, ", Transfer type: "...), p.Mode)
	case !request && p.Opcode != opOptions && !p.known:
		return b
	}
	switch p.Opcode {
	case opData, opAcknowledge:
		b = field.AppendUint(append(b, ", Block: "...), uint64(p.Block))
		if p.Last {
			b = append(b, " (last)"...)
		}
	case opError:
		b = append(b, ", Code: "...)
		if name := errorName(uint64(p.Code)); name != "" {
			b = append(b, name...)
		} else {
			b = append(field.AppendUint(append(b, "Unknown ("...), uint64(p.Code)), ')')
		}
		if p.Text != nil {
			b = field.AppendEscaped(append(b, ", Message: "...), p.Text)
		}
	}
	return appendOptions(b, p.options)
}

func appendOptions(b, options []byte) []byte {
	for len(options) > 0 {
		name, rest, _ := bytes.Cut(options, []byte{0})
		value, rest, _ := bytes.Cut(rest, []byte{0})
		b = field.AppendEscaped(append(b, ", "...), name)
		b = field.AppendEscaped(append(b, '='), value)
		options = rest
	}
	return b
}

// appendOption appends "Option: blksize = 1428".
func appendOption(b []byte, t *field.Tree, i int) []byte {
	name, rest, _ := bytes.Cut(t.Bytes(i), []byte{0})
	value, _, _ := bytes.Cut(rest, []byte{0})
	b = field.AppendEscaped(append(b, "Option: "...), name)
	return field.AppendEscaped(append(b, " = "...), value)
}

func opcodeName(v uint64) string {
	return at(v, "", "Read Request", "Write Request", "Data Packet", "Acknowledgement", "Error Code", "Option Acknowledgement")
}

func errorName(v uint64) string {
	return at(v, "Not defined", "File not found", "Access violation", "Disk full or allocation exceeded", "Illegal TFTP Operation",
		"Unknown transfer ID", "File already exists", "No such user", "Option negotiation failed")
}

// at returns the name at v, "" where there is none.
func at(v uint64, names ...string) string {
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}
