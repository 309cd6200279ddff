// Package syslog dissects messages of Syslog (RFC 3164, 5424): their priority and text.
package syslog

import (
	"bytes"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of Syslog.
var Proto = field.NewProto("syslog", "Syslog", "Syslog message", field.Format(appendTitle))

// RFC 3164, section 4.1.1.
var (
	fFacility = Proto.Uint16("syslog.facility", "Facility", field.Dec, field.Mask(0x03f8), field.Named(facilityName))
	fLevel    = Proto.Uint16("syslog.level", "Level", field.Dec, field.Mask(0x0007), field.Named(levelName))
	fMessage  = Proto.String("syslog.msg", "Message")
)

// RFC 5424, section 6.
var (
	fVersion  = Proto.Uint8("syslog.version", "Version", field.Dec)
	fTime     = Proto.Generated("syslog.timestamp", "Timestamp", field.Absolute, field.Local, 0)
	fHostname = Proto.String("syslog.hostname", "Hostname")
	fApp      = Proto.String("syslog.appname", "App Name")
	fProcess  = Proto.String("syslog.procid", "Process ID")
	fID       = Proto.String("syslog.msgid", "Message ID")
	fData     = Proto.Scope("Structured Data")
)

// A Packet is a message.
type Packet struct {
	Priority int    // -1 without
	Message  []byte // behind the priority, aliases the packet
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Yields implements dissect.Yielding: without a priority the bytes may be of anybody.
func (p *Packet) Yields() bool { return p.Priority < 0 }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Priority: -1}
	m := d.Begin(&Proto.Def)
	off := d.Off()
	b := d.Peek(d.Captured())
	v, n := priority(b)
	if n < 0 { // it ends within the priority
		d.Skip(fFacility, len(b)+1)
		d.End(m)
		return d.Err()
	}
	if n > 0 {
		p.Priority = v
		d.Skip(fFacility, n)
		d.Put(fFacility, off, n, fFacility.Value(uint64(v)))
		d.Put(fLevel, off, n, fLevel.Value(uint64(v)))
	}
	p.Message = b[n:]
	header(d)
	d.Text(fMessage)
	d.End(m)
	return d.Err()
}

// priority reads "<189>": at most three digits in brackets. n is how many bytes that are, 0
// without, -1 where b ends within it.
func priority(b []byte) (v, n int) {
	if len(b) == 0 || b[0] != '<' {
		return 0, 0
	}
	for i := 1; i < len(b) && i <= 4; i++ {
		switch c := b[i]; {
		case c == '>':
			return v, i + 1
		case i == 4 || c < '0' || c > '9':
			return 0, 0
		default:
			v = v*10 + int(c-'0')
		}
	}
	return 0, -1
}

// header reads the header of RFC 5424, section 6, if the message has one, up to its text.
func header(d *field.Decoder) {
	b := d.Peek(d.Captured())
	if len(b) < 2 || b[0] != '1' || b[1] != ' ' {
		return
	}
	off, rest := d.Off(), b[2:]
	var at, size [5]int // of the time, the host, the application, the process, the ID
	for i := range at {
		at[i] = off + len(b) - len(rest)
		size[i] = bytes.IndexByte(rest, ' ')
		if size[i] < 1 {
			return
		}
		rest = rest[size[i]+1:]
	}
	data := structured(rest)
	if data == 0 {
		return
	}
	d.Put(fVersion, off, 1, 1)
	if d.Tree() != nil {
		if when, err := time.Parse(time.RFC3339Nano, string(b[at[0]-off:at[0]-off+size[0]])); err == nil {
			d.Put(fTime, at[0], size[0], uint64(when.UnixNano()))
		}
	}
	for i, f := range [...]field.Str{fHostname, fApp, fProcess, fID} {
		d.Put(f, at[i+1], size[i+1], 0)
	}
	begin := off + len(b) - len(rest)
	d.Put(fData, begin, data, 0)
	if n := begin + data - off; n < len(b) && b[n] == ' ' {
		d.Skip(fMessage, n+1)
	} else {
		d.Skip(fMessage, n)
	}
}

// structured is the length of the structured data that b begins with: "-", or elements in
// brackets. 0: it is none.
func structured(b []byte) int {
	if len(b) > 0 && b[0] == '-' {
		return 1
	}
	n := 0
	for n < len(b) && b[n] == '[' {
		end := bytes.IndexByte(b[n:], ']')
		if end < 0 {
			return 0
		}
		n += end + 1
	}
	return n
}

// AppendSummary appends the Info column: "LOCAL7.NOTICE: %SYS-5-CONFIG_I: ...".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	return appendLine(b, p.Priority, p.Message)
}

func appendLine(b []byte, priority int, text []byte) []byte {
	if priority >= 0 {
		b = appendName(b, facility(priority>>3).short)
		b = append(appendName(append(b, '.'), level(priority&7).short), ": "...)
	}
	return field.AppendEscaped(b, bytes.TrimRight(text, "\r\n"))
}

func appendName(b []byte, name string) []byte {
	if name == "" {
		return append(b, "UNKNOWN"...)
	}
	return append(b, name...)
}

// appendTitle appends "Syslog message: " and the line.
func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	raw := t.Bytes(i)
	v, n := priority(raw)
	if n <= 0 {
		n = 0
		v = -1
		b = append(b, "(unknown): "...)
	}
	return appendLine(b, v, raw[n:])
}
