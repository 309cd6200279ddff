package dns

import (
	"encoding/binary"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// A name is where a domain name stands in its message: RFC 1035, section 3.1.
type name struct {
	at   int    // in the message
	text int    // bytes of its labels and the dots between them
	odd  string // what is shown in place of a name that cannot be
}

const (
	maxName     = 255 // RFC 1035, section 2.3.4
	maxPointers = 128 // more than a name has labels

	rootName    = "<Root>"
	loopingName = "<Name contains a pointer that loops>"
	longName    = "<Name too long>"
)

// name reads the name at d. Its pointers (RFC 1035, section 4.1.4) lead anywhere in the
// message, and are followed a bounded number of times.
func (r *reading) name(f field.Str) name {
	d := r.d
	n, size := r.walk(f)
	if d.Bad() {
		return n
	}
	size = min(size, d.Len()) // the length of a record may end within the name
	if d.Tree() != nil {
		d.PutText(f, d.Off(), size, string(r.appendName(nil, n)))
	}
	d.Skip(f, size)
	return n
}

// walk finds the end of the name at d: its length in place.
func (r *reading) walk(f field.Str) (n name, size int) {
	start := r.d.Off() - r.base
	n.at, size = start, -1
	seen, pointers := 0, 0
	for at := start; ; {
		if at >= len(r.msg) {
			return n, r.lacks(f, at+1)
		}
		switch c := int(r.msg[at]); {
		case c == 0:
			if size < 0 {
				size = at + 1 - start
			}
			n.odd = oddName(n.text)
			return n, size
		case c < 0x40: // a label
			if at+1+c > len(r.msg) {
				return n, r.lacks(f, at+1+c)
			}
			if n.text > 0 {
				n.text++
			}
			n.text, at, seen = n.text+c, at+1+c, seen+1+c
			if n.text > maxName && size >= 0 {
				n.odd = longName
				return n, size
			}
		case c >= 0xc0: // a pointer
			if at+2 > len(r.msg) {
				return n, r.lacks(f, at+2)
			}
			if size < 0 {
				size = at + 2 - start
			}
			at, seen, pointers = int(binary.BigEndian.Uint16(r.msg[at:])&0x3fff), seen+2, pointers+1
			if seen >= r.wire || pointers > maxPointers {
				n.odd = loopingName
				return n, size
			}
		default: // RFC 6891, section 5: no other labels are in use
			r.d.Malformed(f)
			return n, 0
		}
	}
}

func oddName(text int) string {
	switch {
	case text == 0:
		return rootName
	case text > maxName:
		return longName
	}
	return ""
}

// lacks fails for want of the message's bytes up to end. The result is a length that is
// none.
func (r *reading) lacks(f field.Field, end int) int {
	d := r.d
	need := max(end-(d.Off()-r.base), d.Captured()+1)
	if end > r.wire {
		need = max(need, d.Len()+1)
	}
	d.Skip(f, need)
	return 0
}

// appendName appends a name that walk has found the end of.
func (r *reading) appendName(b []byte, n name) []byte {
	if n.odd != "" {
		return append(b, n.odd...)
	}
	dot := false
	for at := n.at; at < len(r.msg); {
		c := int(r.msg[at])
		switch {
		case c == 0:
			return b
		case c >= 0xc0:
			at = int(binary.BigEndian.Uint16(r.msg[at:]) & 0x3fff)
			continue
		}
		if dot {
			b = append(b, '.')
		}
		dot = true
		b = field.AppendEscaped(b, r.msg[at+1:at+1+c])
		at += 1 + c
	}
	return b
}

// length is the length of a name as Wireshark tells it: 0 for a single letter.
func (n name) length() int {
	switch {
	case n.odd != "":
		return len(n.odd)
	case n.text <= 1:
		return 0
	}
	return n.text
}

// labels is how many labels a name has that is shown as text: one more than dots.
func (n name) labels(text string) int {
	if n.length() == 0 {
		return 0
	}
	return 1 + strings.Count(text, ".")
}
