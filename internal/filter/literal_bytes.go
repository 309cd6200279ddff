package filter

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// byteOrOctets reads what stands beside bytes: a number of one byte, as 69, 0x45, 0105
// and 0b1000101, or bytes in hexadecimal. What is a number is not
// read as hexadecimal: 08 and 2a81 are no numbers.
func byteOrOctets(s string) (datum, error) {
	v, err := parseNumber(s, 64)
	switch {
	case err == nil && v <= 0xff:
		return bytesOf([]byte{byte(v)}), nil
	case err == nil || strings.HasPrefix(s, "0x") || s[0] != '0' && !strings.ContainsFunc(s, notDigit):
		return datum{}, errors.New(quote(s) + " is too large for a byte; several are written as " + spelled(s))
	}
	return octetsOf(s)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// spelled returns the digits of s as bytes: 45:00 for 4500.
func spelled(s string) string {
	v, err := octetsOf(strings.TrimPrefix(s, "0x"))
	if err != nil || len(v.b) < 2 {
		return "45:00"
	}
	return string(field.AppendBytes(nil, v.b, ':'))
}

// octetsOf reads bytes in hexadecimal: 00:00:0c, 00-00-0c, 0000.0c00, 00000c.
// A digit that stands alone is a byte.
func octetsOf(s string) (datum, error) {
	var b []byte
	for rest := strings.TrimSuffix(s, ":"); rest != ""; {
		n := 0
		for n < 2 && n < len(rest) && hex(rest[n]) {
			n++
		}
		v, err := strconv.ParseUint(rest[:n], 16, 8)
		if err != nil {
			return datum{}, errors.New("expected bytes such as 00:00:0c, or a string in double quotes, not " + quote(s))
		}
		b, rest = append(b, byte(v)), rest[n:]
		if len(rest) > 1 && strings.IndexByte(":-.", rest[0]) >= 0 {
			rest = rest[1:]
		}
	}
	return bytesOf(b), nil
}

// etherOf reads an Ethernet address, or some bytes of one.
func etherOf(s string, part bool) (datum, error) {
	v, err := octetsOf(s)
	switch {
	case err != nil:
		return v, errors.New("expected an Ethernet address, not " + quote(s))
	case len(v.b) < 6 && !part:
		return v, errors.New(quote(s) + " has too few bytes for an Ethernet address; [0:3] compares three of them")
	case len(v.b) > 6:
		return v, errors.New(quote(s) + " has too many bytes for an Ethernet address")
	}
	return v, nil
}

// fromAddress reads an address, or the prefix of some.
func (t ftype) fromAddress(s string) (datum, error) {
	address, length, prefixed := strings.Cut(s, "/")
	a, err := netip.ParseAddr(address)
	if err != nil || a.Zone() != "" || a.Is4() != (t.class == ipv4Addr) {
		return datum{}, errors.New("expected a value of type " + t.String() + ", not " + quote(s))
	}
	bits := a.BitLen()
	if prefixed {
		if bits, err = strconv.Atoi(length); err != nil || bits < 0 || bits > a.BitLen() {
			return datum{}, errors.New("the prefix of this address has 0 to " + strconv.Itoa(a.BitLen()) + " bits, not " + length)
		}
	}
	return addressOf(netip.PrefixFrom(a, bits)), nil
}
