package forms

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// maxJSON bounds a file that, unlike lines, is read in larger pieces.
const maxJSON = 128 << 20

// json reads pktscope's own form, which docs/keys.md describes: an object whose
// "ike", "esp" and "psk" hold records. What else is in it is passed over.
func (c *collector) json(in *bufio.Reader) error {
	lines := &lineCounter{in: io.LimitReader(in, maxJSON)}
	d := json.NewDecoder(lines)
	if _, err := d.Token(); err != nil {
		return c.notJSON(lines, d, err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return c.notJSON(lines, d, err)
		}
		switch key {
		case "ike":
			err = entries(c, lines, d, c.jsonIKE)
		case "esp":
			err = entries(c, lines, d, c.jsonESP)
		case "psk":
			err = one(c, lines, d, c.jsonPSKs)
		default:
			err = d.Decode(&ignored{})
		}
		if err != nil {
			return c.notJSON(lines, d, err)
		}
	}
	return nil
}

// ignored is a value that says nothing of keys.
type ignored struct{}

func (*ignored) UnmarshalJSON([]byte) error { return nil }

// notJSON reports where the file ceases to be JSON. The decoder's own words
// would quote it.
func (c *collector) notJSON(lines *lineCounter, d *json.Decoder, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, errShape) {
		return err
	}
	c.place.Line = lines.line(d.InputOffset())
	c.fail("", "", "not valid JSON of the expected form from here on")
	return nil
}

// errShape is JSON whose values are others than those wanted.
var errShape = errors.New("not the expected values")

// entries reads an array, each entry on its own, so that each has its line.
func entries[T any](c *collector, lines *lineCounter, d *json.Decoder, add func(*T)) error {
	open, err := d.Token()
	if err != nil || open == nil {
		return err
	}
	if open != json.Delim('[') {
		return errShape
	}
	for d.More() {
		if err := one(c, lines, d, add); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// one reads one record. A value of the wrong type costs that record only.
func one[T any](c *collector, lines *lineCounter, d *json.Decoder, add func(*T)) error {
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return err
	}
	c.place.Line = lines.line(d.InputOffset()) - bytes.Count(raw, []byte("\n"))
	var v T
	err := json.Unmarshal(raw, &v)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		c.fail("", wrong.Field, "want "+wrong.Type.String()) // its text would quote the value
		return nil
	}
	if err == nil {
		add(&v)
	}
	return err
}

// A lineCounter counts the lines of what is read through it.
type lineCounter struct {
	in    io.Reader
	read  int64
	ends  []int64 // of lines that no question has passed yet
	lines int     // that ended before those
}

func (l *lineCounter) Read(b []byte) (int, error) {
	n, err := l.in.Read(b)
	for i, c := range b[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

// line is the number of the line at an offset; offsets must not go back.
func (l *lineCounter) line(offset int64) int {
	n := 0
	for n < len(l.ends) && l.ends[n] < offset {
		n++
	}
	l.lines += n
	l.ends = append(l.ends[:0], l.ends[n:]...)
	return l.lines + 1
}

// A jsonPSK is the value of "psk", or an entry of it: the texts that the ends
// have, which should be one.
type jsonPSK struct {
	Initiator string `json:"initiator,omitempty"`
	Responder string `json:"responder,omitempty"`

	lines [2]int // on which these stand, behind the first of the value
}

// jsonPSKs is the value of "psk": one, or an array.
type jsonPSKs []jsonPSK

// UnmarshalJSON implements json.Unmarshaler.
func (v *jsonPSKs) UnmarshalJSON(b []byte) error {
	list := []json.RawMessage{b}
	if bytes.HasPrefix(b, []byte("[")) {
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
	}
	*v = make(jsonPSKs, len(list))
	at := 0
	for i, one := range list {
		if err := json.Unmarshal(one, &(*v)[i]); err != nil {
			return err
		}
		at += max(0, bytes.Index(b[at:], one))
		for side, name := range [...]string{`"initiator"`, `"responder"`} {
			(*v)[i].lines[side] = bytes.Count(b[:at+max(0, bytes.Index(one, []byte(name)))], []byte("\n"))
		}
		at += len(one)
	}
	return nil
}

func (c *collector) jsonPSKs(list *jsonPSKs) {
	first := c.place.Line
	for _, v := range *list {
		c.jsonPSK(v, first)
	}
	c.place.Line = first
}

// jsonPSK keeps what the ends have, in a value whose first line is first.
func (c *collector) jsonPSK(v jsonPSK, first int) {
	if v.Initiator != "" && v.Initiator == v.Responder {
		c.place.Line = first
		c.addPSK(v.Initiator, keys.BothSides)
		return
	}
	c.place.Line = first + v.lines[0]
	c.addPSK(v.Initiator, keys.Initiator)
	c.place.Line = first + v.lines[1]
	c.addPSK(v.Responder, keys.Responder)
}

func (c *collector) addPSK(text string, side keys.Side) {
	if text != "" && c.room() {
		c.set.PSK = append(c.set.PSK, &keys.PSK{Place: c.place, Text: crypt.Secret(text), Side: side})
	}
}

// A jsonField is a field of hexadecimal digits and the bytes that they stand
// for.
type jsonField struct {
	name   string
	digits *string
	bytes  *[]byte
}

// digits reads the fields of an SA.
func (c *collector) digits(sa string, fields []jsonField) bool {
	for _, f := range fields {
		b, ok := c.hexField(sa, f.name, *f.digits)
		if !ok {
			return false
		}
		*f.bytes = b
	}
	return true
}
