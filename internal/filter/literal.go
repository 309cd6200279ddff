package filter

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// value returns the constant n as a value of left's type. Where the type's own forms do
// not fit, the names of the fields' values may. part lets bytes be fewer than a whole
// value has.
func (c *checker) value(n *node, left *typed, part bool) (datum, *Error) {
	var v datum
	var why error
	t := left.typ
	switch n.kind {
	case char:
		v, why = t.fromChar(n.text[0])
	case text:
		v, why = t.fromString(n.text)
	default:
		v, why = t.fromLiteral(n.text, part)
	}
	if why == nil {
		c.ambiguous(n, t, v)
		return v, nil
	}
	if n.kind != char && n.text != "" && slices.ContainsFunc(left.named, func(d *field.Def) bool { return namesOf(d) != nil }) {
		return c.fromName(n, left)
	}
	err := c.fail(n, why.Error())
	if n.kind == word && strings.ContainsRune(n.text, '.') && letter(n.text[0]) {
		err.Nearest = c.fields.Nearest(n.text)
	}
	return v, err
}

// fromChar returns what a character stands for.
func (t ftype) fromChar(ch byte) (datum, error) {
	switch {
	case t.number():
		return numberOf(uint64(ch)), nil
	case t.class == str || t.class == protocol || t.class == raw || t.class == oid:
		return bytesOf([]byte{ch}), nil
	}
	return datum{}, t.unlike("a character")
}

// fromString returns what a string stands for.
func (t ftype) fromString(s string) (datum, error) {
	switch t.class {
	case str, protocol, raw, oid:
		return bytesOf([]byte(s)), nil
	case absolute:
		return timeOf(s)
	}
	return datum{}, t.unlike("a string")
}

// unlike returns the error of a value in a form that t has not.
func (t ftype) unlike(form string) error {
	return errors.New("expected a value of type " + t.String() + ", not " + form)
}

// fromLiteral returns what a word without quotes stands for.
func (t ftype) fromLiteral(s string, part bool) (datum, error) {
	switch t.class {
	case unsigned, frame:
		return t.fromNumber(s)
	case integer:
		return t.fromSigned(s)
	case boolean:
		if yes := strings.EqualFold(s, "true"); yes || strings.EqualFold(s, "false") {
			return flagOf(yes), nil
		}
		v, err := parseNumber(s, 64)
		return flagOf(v != 0), err
	case str:
		return bytesOf([]byte(s)), nil
	case raw, oid:
		if t.text {
			return octetsOf(s)
		}
		return byteOrOctets(s)
	case protocol:
		return octetsOf(strings.TrimPrefix(s, "0x"))
	case ether:
		return etherOf(s, part)
	case ipv4Addr, ipv6Addr:
		return t.fromAddress(s)
	case absolute:
		return timeOf(s)
	case relative:
		return secondsOf(s)
	case double:
		return doubleOf(s)
	}
	return datum{}, t.unlike(quote(s))
}

func (t ftype) fromNumber(s string) (datum, error) {
	v, err := parseNumber(s, int(t.size)*8)
	return numberOf(v), err
}

func (t ftype) fromSigned(s string) (datum, error) {
	v, err := parseNumber(s, int(t.size)*8-1)
	return signedOf(int64(v)), err
}

// doubleOf reads a number with or without a fraction.
func doubleOf(s string) (datum, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		n, _ := parseNumber(s, 64)
		v = float64(n)
	}
	if err != nil && v == 0 || strings.ContainsRune(s, '_') {
		return datum{}, errors.New("expected a number, not " + quote(s))
	}
	return numberOf(math.Float64bits(v)), nil
}

// parseNumber reads a number of at most so many bits: decimal, 0x1f, 017 or
// 0b11.
func parseNumber(s string, bits int) (uint64, error) {
	base, digits := 10, s
	switch {
	case len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X'):
		base, digits = 16, s[2:]
	case len(s) > 2 && s[0] == '0' && (s[1] == 'b' || s[1] == 'B'):
		base, digits = 2, s[2:]
	case len(s) > 1 && s[0] == '0':
		base, digits = 8, s[1:]
	}
	v, err := strconv.ParseUint(digits, base, bits)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, errors.New(quote(s) + " is too large: the largest value here is " + strconv.FormatUint(1<<bits-1, 10))
	case err != nil:
		return 0, errors.New("expected a number, not " + quote(s))
	}
	return v, nil
}
