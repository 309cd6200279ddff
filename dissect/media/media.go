// Package media names the formats of what HTTP carries, as Wireshark does. Their
// contents are not dissected: a body may be in chunks or compressed.
package media

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Format is a format that has a protocol of its own.
type Format struct {
	proto *field.Proto
	data  field.Bytes
}

func format(name, short, label string) *Format {
	p := field.NewProto(name, short, label)
	return &Format{p, p.Bytes("pktscope."+name+".data", "Data", field.Hidden())}
}

// The formats, under the names of RFC 9110's media types.
var (
	Text      = format("data-text-lines", "Text", "Line-based text data")
	XML       = format("xml", "XML", "eXtensible Markup Language")
	JSON      = format("json", "JSON", "JavaScript Object Notation")
	Form      = format("urlencoded-form", "URL Encoded Form Data", "HTML Form URL Encoded")
	Multipart = format("mime_multipart", "MIME multipart", "MIME Multipart Media Encapsulation")
	GIF       = format("image-gif", "GIF image", "Compuserve GIF")
	JPEG      = format("image-jfif", "JPEG File Interchange Format", "JPEG File Interchange Format")
	PNG       = format("png", "PNG", "Portable Network Graphics")
	Other     = format("media", "Media", "Media Type")
)

// A Body is what a message carries in a format. The columns are those of the protocol
// that carries it.
type Body struct {
	Data []byte // aliases the packet

	of *Format
}

// New makes a Body of f.
func (f *Format) New() *Body { return &Body{of: f} }

// Proto implements dissect.Message.
func (b *Body) Proto() *field.Proto { return b.of.proto }

// Decode takes all that is left.
func (b *Body) Decode(d *field.Decoder) error {
	mark := d.Begin(&b.of.proto.Def)
	start := d.Off()
	b.Data = d.Rest(b.of.data)
	if b.of == Text && d.Tree() != nil && !d.Env.Coded {
		putLines(d, start, b.Data)
	}
	d.End(mark)
	return d.Err()
}

// fLine is a line of text with its end.
var fLine = Text.proto.Scope("Line", field.Format(appendLine))

// putLines puts the lines of text, which begins at byte off.
func putLines(d *field.Decoder, off int, text []byte) {
	for line := range bytes.Lines(text) {
		d.Put(fLine, off, len(line), 0)
		off += len(line)
	}
}

func appendLine(b []byte, t *field.Tree, i int) []byte { return field.AppendEscaped(b, t.Bytes(i)) }

// AppendSummary implements dissect.Message.
func (b *Body) AppendSummary(to []byte, _ *field.Names) []byte { return to }

// Silent implements dissect.Silent.
func (b *Body) Silent() bool { return true }
