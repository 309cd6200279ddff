// Package journal dissects entries of systemd's journal, as a pcapng file has them in
// blocks of their own: systemd's "Journal Export Formats". An entry is lines of
// NAME=value; a value that is no text follows its name's line behind its length.
//
// To add a field: a row in fields.go.
package journal

import (
	"bytes"
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of a journal entry.
var Proto = field.NewProto("systemd_journal", "systemd Journal", "systemd Journal Entry")

var (
	fBinary = Proto.Uint64("systemd_journal.binary_data_len", "Binary data length", field.Dec)
	fOther  = Proto.None("systemd_journal.field", "Unknown text field", field.Format(formatOther))
	fName   = Proto.String("systemd_journal.field.name", "Field name")
	fValue  = Proto.String("systemd_journal.field.value", "Field value")
	fRest   = Proto.Bytes("pktscope.systemd_journal.rest", "Rest")
)

// An Entry is one message with what the journal knows of it. Its slices alias the
// packet.
type Entry struct {
	Message    []byte // nil: none
	Identifier []byte // of the program that logged it
	Faults     int    // values whose length does not hold
}

// Proto implements dissect.Message.
func (*Entry) Proto() *field.Proto { return Proto }

// Decode overwrites m with the entry that d stands at.
func (m *Entry) Decode(d *field.Decoder) error {
	*m = Entry{}
	mark := d.Begin(&Proto.Def)
	for d.More() && m.line(d) {
	}
	d.End(mark)
	return d.Err()
}

// line reads one field. It reports false where none begins.
func (m *Entry) line(d *field.Decoder) bool {
	rest := d.Peek(d.Captured())
	line, _, whole := bytes.Cut(rest, []byte{'\n'})
	if !whole && d.Captured() < d.Len() {
		d.Rest(fRest) // which fails: the capture cut it
		return false
	}
	name, value, text := bytes.Cut(line, []byte{'='})
	switch {
	case text:
		m.field(d, name, value, len(name)+1)
		skipLine(d)
	case len(name) > 0 && len(rest) >= len(line)+1+sizeLen:
		return m.binary(d, name, rest[len(line)+1:])
	default:
		skipLine(d)
	}
	return true
}

// sizeLen is how many bytes the length of a value has that is no text.
const sizeLen = 8

// binary reads a value that stands behind its length, little-endian, and ends with a
// line feed.
func (m *Entry) binary(d *field.Decoder, name, b []byte) bool {
	size := binary.LittleEndian.Uint64(b)
	head := len(name) + 1 + sizeLen
	if size > uint64(d.Len()-head) {
		m.Faults++
		d.Note(fBinary, d.Off()+len(name)+1)
		d.Rest(fRest)
		return false
	}
	if d.Captured() < head+int(size) {
		d.Rest(fRest) // which fails: the capture cut it
		return false
	}
	end := d.Off() + head + int(size)
	d.Put(fBinary, d.Off()+len(name)+1, sizeLen, size)
	m.field(d, name, b[sizeLen:sizeLen+int(size)], head)
	d.Skip(fRest, end-d.Off())
	if d.More() {
		d.Skip(fRest, 1)
	}
	return true
}

// field keeps and shows a value, which stands at bytes from the next one on.
func (m *Entry) field(d *field.Decoder, name, value []byte, at int) {
	switch string(name) {
	case "MESSAGE":
		m.Message = value
	case "SYSLOG_IDENTIFIER":
		m.Identifier = value
	}
	if d.Tree() == nil {
		return
	}
	off := d.Off() + at
	if f := find(name); f != nil {
		f.put(d, off, value)
		return
	}
	mark := d.Begin(fOther)
	d.Put(fName, d.Off(), len(name), 0)
	d.Put(fValue, off, len(value), 0)
	d.Skip(fValue, at+len(value))
	d.End(mark)
}

// skipLine goes to the next line.
func skipLine(d *field.Decoder) {
	line, _, _ := bytes.Cut(d.Peek(d.Captured()), []byte{'\n'})
	d.Skip(fRest, min(len(line)+1, d.Len()))
}

// AppendSummary appends the Info column: the message.
func (m *Entry) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.Message == nil {
		return append(b, "Journal Entry"...)
	}
	return field.AppendEscaped(b, m.Message)
}

// formatOther appends "Unknown text field: WEIRD".
func formatOther(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Unknown text field"...)
	if c := t.Child(i, fName); c >= 0 {
		b = field.AppendEscaped(append(b, ": "...), t.Text(c))
	}
	return b
}
