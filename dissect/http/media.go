package http

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// MediaKey leads to the protocol of a body: its Value is a Media.
var MediaKey = field.NewKey("media")

// A Media is a format of bodies that a protocol of its own reads.
type Media = uint64

const (
	None Media = iota
	Text
	XML
	JSON
	Form
	Multipart
	GIF
	JPEG
	PNG
	Other // the format has no protocol of its own

	octets    // no format
	otherJSON // a format that is written in JSON
)

// KeyOf is MediaKey for bodies of one format.
func KeyOf(m Media) field.Key {
	k := MediaKey
	k.Value = m
	return k
}

// A media is the format of a body, and how its media type is written.
type media struct {
	kind Media
	name []byte
}

// mediaOf returns the format of the body of m, whose first bytes decide for pictures.
func (p *Packet) mediaOf(m *message) media {
	if m.body >= m.end {
		return media{}
	}
	name := m.typeName()
	body := p.Data[m.body:m.end]
	if m.head.Chunked {
		c, _ := nextChunk(body, 0)
		if body = body[c.data:]; c.data == 0 || c.last() {
			return media{}
		}
	}
	return media{kindOf(name, body), name}
}

// kindOf returns the format of body, whose media type is name.
func kindOf(name, body []byte) Media {
	switch {
	case len(name) == 0, is(name, "application/octet-stream"):
		return octets
	case hasSuffix(name, "/xml"), hasSuffix(name, "+xml"):
		return XML
	case is(name, "application/json"):
		return JSON
	case hasSuffix(name, "+json"):
		return otherJSON
	case is(name, "application/x-www-form-urlencoded"):
		return Form
	case hasPrefix(name, "multipart/"):
		return Multipart
	case hasPrefix(name, "text/"), is(name, "application/x-javascript"):
		return Text
	case bytes.HasPrefix(body, []byte("GIF87a")), bytes.HasPrefix(body, []byte("GIF89a")):
		return GIF
	case isJFIF(body) && (is(name, "image/jpeg") || is(name, "image/jpg")):
		return JPEG
	case bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	}
	return Other
}

// isJFIF reports whether the first segment of a JPEG is that of the JPEG File
// Interchange Format or of Exif, which is what Wireshark's dissector of it reads.
func isJFIF(body []byte) bool {
	return len(body) >= 20 && bytes.HasPrefix(body, []byte("\xff\xd8")) &&
		(bytes.HasPrefix(body[6:], []byte("JFIF\x00")) || bytes.HasPrefix(body[6:], []byte("Exif\x00")))
}

func is(b []byte, lower string) bool { return len(b) == len(lower) && sameFold(b, lower) }

func hasPrefix(b []byte, lower string) bool {
	return len(b) >= len(lower) && sameFold(b[:len(lower)], lower)
}

func hasSuffix(b []byte, lower string) bool {
	return len(b) >= len(lower) && sameFold(b[len(b)-len(lower):], lower)
}

// appendMedia appends what the Info column says of the body of m.
func (p *Packet) appendMedia(b []byte, m *message) []byte {
	format := m.media
	switch format.kind {
	case None:
		if m.body < m.end && m.end-m.body <= 5 {
			b = append(b, " [Last Chunk]"...)
		}
	case Text, Form, Other:
		b = appendLower(append(b, " ("...), format.name)
		b = append(b, ')')
	case JSON:
		b = append(appendLower(append(b, ", JSON ("...), format.name), ')')
	case otherJSON:
		b = append(b, ", JSON (json)"...)
	case GIF:
		body := p.Data[m.body:m.end]
		i := bytes.Index(body, []byte("GIF8"))
		b = append(append(append(b, " ("...), body[i:i+6]...), ')')
	case JPEG:
		b = append(b, " (JPEG JFIF image)"...)
	case PNG:
		b = append(b, " (PNG)"...)
	}
	return b
}

// appendLower appends a media type in lower case.
func appendLower(b, name []byte) []byte {
	at := len(b)
	b = field.AppendEscaped(b, name)
	for i, c := range b[at:] {
		if 'A' <= c && c <= 'Z' {
			b[at+i] = c | 0x20
		}
	}
	return b
}

// carry leaves the body of m to the protocol of its format.
func (p *Packet) carry(d *field.Decoder, base int, m *message) {
	if p.media = m.media; p.media.kind == None || p.cut {
		p.payload = false
		return
	}
	if p.payload = true; p.media.kind == octets && m.coded() {
		p.payload = false
		return
	}
	d.Skip(&Proto.Def, base+m.body-d.Off())
	d.Env.Coded = m.coded() || p.Facts.Left > 0
	d.PayloadN(m.end - m.body)
}

// coded reports whether the body is not written as it is meant: in chunks, or
// compressed.
func (m *message) coded() bool { return m.head.Chunked || len(m.head.Coding) > 0 }

// Next is the format of the last message's body.
func (p *Packet) Next(i int) field.Key {
	if i > 0 || !p.payload {
		return field.Key{}
	}
	switch k := p.media.kind; k {
	case otherJSON:
		return KeyOf(JSON)
	case octets:
		return KeyOf(0)
	default:
		return KeyOf(k)
	}
}
