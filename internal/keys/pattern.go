package keys

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
)

// An Addr is the address of an end of an SA as a key file has it: whole, or
// with wildcards. Wireshark lets "*" stand for any address, for one octet of an
// IPv4 address and for one group of an IPv6 address. The zero Addr fits every
// address.
type Addr struct {
	value, mask netip.Addr // both invalid: any address
}

// AddrOf fits a and no other address; the invalid Addr stands for any.
func AddrOf(a netip.Addr) Addr {
	a = a.Unmap().WithZone("")
	switch {
	case a.Is4():
		return Addr{a, ones4}
	case a.Is6():
		return Addr{a, ones6}
	}
	return Addr{}
}

var (
	ones4 = netip.AddrFrom4([4]byte{255, 255, 255, 255})
	ones6 = netip.AddrFrom16([16]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
)

// ParseAddr reads an address, whose parts may be "*".
func ParseAddr(s string) (Addr, bool) {
	if s == "*" {
		return Addr{}, true
	}
	if !strings.Contains(s, "*") {
		a, err := netip.ParseAddr(s)
		return AddrOf(a), err == nil
	}
	// The stars become zeros in the value, and what is no star ones in the mask.
	value, err := netip.ParseAddr(strings.ReplaceAll(s, "*", "0"))
	if err != nil || value.Zone() != "" {
		return Addr{}, false
	}
	if value.Is4() {
		var mask [4]byte
		i := 0
		for part := range strings.SplitSeq(s, ".") {
			if part != "*" {
				if strings.Contains(part, "*") {
					return Addr{}, false
				}
				mask[i] = 0xff
			}
			i++
		}
		return Addr{value, netip.AddrFrom4(mask)}, true
	}
	return parseAddr6(s, value)
}

// parseAddr6 finds the stars of an IPv6 address whose value is known.
func parseAddr6(s string, value netip.Addr) (Addr, bool) {
	mask := ones6.As16()
	head, tail, gap := strings.Cut(s, "::")
	if !star6(mask[:], head, 0) {
		return Addr{}, false
	}
	if gap && tail != "" && !star6(mask[:], tail, 8-1-strings.Count(tail, ":")) {
		return Addr{}, false
	}
	return Addr{value, netip.AddrFrom16(mask)}, true
}

// star6 clears the groups of mask that are a star in groups, the first of
// which is number first.
func star6(mask []byte, groups string, first int) bool {
	for g := range strings.SplitSeq(groups, ":") {
		switch {
		case g == "*" && 0 <= first && first < 8:
			binary.BigEndian.PutUint16(mask[2*first:], 0)
		case strings.Contains(g, "*"):
			return false
		}
		first++
	}
	return true
}

// Exact is the address, if there is but one that fits.
func (p Addr) Exact() (netip.Addr, bool) {
	return p.value, p.value.IsValid() && (p.mask == ones4 || p.mask == ones6)
}

// Any reports whether every address fits.
func (p Addr) Any() bool { return !p.value.IsValid() }

// BitLen is the length of the addresses that fit: 32 for IPv4, 128 for IPv6, 0 for
// any address.
func (p Addr) BitLen() int { return p.value.BitLen() }

// Fits reports whether a is one of the addresses that p stands for.
func (p Addr) Fits(a netip.Addr) bool {
	if p.Any() || p.value == a {
		return true
	}
	if p.mask == ones4 || p.mask == ones6 || p.value.BitLen() != a.BitLen() {
		return false
	}
	v, m, b := p.value.As16(), p.mask.As16(), a.As16()
	from := 0
	if a.Is4() {
		from = 12
	}
	for i := from; i < 16; i++ {
		if (v[i]^b[i])&m[i] != 0 {
			return false
		}
	}
	return true
}

// fixed returns the number of bits of an address that p fixes.
func (p Addr) fixed() (n int) {
	if p.Any() {
		return 0
	}
	for _, b := range p.mask.AsSlice() {
		if b != 0 {
			n += 8
		}
	}
	return n
}

// String is p as Wireshark's tables have it.
func (p Addr) String() string { return string(p.AppendTo(nil)) }

// AppendTo appends p as Wireshark's tables have it.
func (p Addr) AppendTo(b []byte) []byte {
	if p.Any() {
		return append(b, '*')
	}
	if a, ok := p.Exact(); ok {
		return a.AppendTo(b)
	}
	v, m := p.value.AsSlice(), p.mask.AsSlice()
	if len(v) == 4 {
		for i := range v {
			if i > 0 {
				b = append(b, '.')
			}
			if m[i] == 0 {
				b = append(b, '*')
			} else {
				b = strconv.AppendUint(b, uint64(v[i]), 10)
			}
		}
		return b
	}
	for i := 0; i < 16; i += 2 {
		if i > 0 {
			b = append(b, ':')
		}
		if m[i] == 0 {
			b = append(b, '*')
		} else {
			b = strconv.AppendUint(b, uint64(binary.BigEndian.Uint16(v[i:])), 16)
		}
	}
	return b
}

// An SPI is the SPI of an SA as a key file has it: whole, or with wildcards.
// Wireshark lets "*" stand for any SPI, and in "0x1234**78" for one hexadecimal
// digit. The zero SPI fits every SPI.
type SPI struct {
	Value uint32
	Mask  uint32 // the bits of Value that count
}

// SPIOf fits spi and no other.
func SPIOf(spi uint32) SPI { return SPI{spi, 1<<32 - 1} }

// ParseSPI reads an SPI: decimal, or hexadecimal behind 0x, where digits may be
// "*".
func ParseSPI(s string) (SPI, bool) {
	if s == "*" {
		return SPI{}, true
	}
	if len(s) < 2 || s[0] != '0' || s[1]|0x20 != 'x' {
		n, err := strconv.ParseUint(s, 10, 32)
		return SPIOf(uint32(n)), err == nil
	}
	digits := s[2:]
	if len(digits) > 8 {
		return SPI{}, false
	}
	// The stars become zeros in the value and in the mask.
	n, err := strconv.ParseUint(strings.ReplaceAll(digits, "*", "0"), 16, 32)
	if err != nil {
		return SPI{}, false
	}
	p := SPIOf(uint32(n))
	for _, c := range []byte(digits) {
		p.Mask = p.Mask<<4 | 0xf
		if c == '*' {
			p.Mask &^= 0xf
		}
	}
	return p, true
}

// Exact is the SPI, if there is but one that fits.
func (p SPI) Exact() (uint32, bool) { return p.Value, p.Mask == 1<<32-1 }

// Fits reports whether spi is one of those that p stands for.
func (p SPI) Fits(spi uint32) bool { return (p.Value^spi)&p.Mask == 0 }

// String is p as Wireshark's tables have it.
func (p SPI) String() string { return string(p.AppendTo(nil)) }

// AppendTo appends p as Wireshark's tables have it.
func (p SPI) AppendTo(b []byte) []byte {
	if p.Mask == 0 {
		return append(b, '*')
	}
	b = append(b, "0x"...)
	for shift := 28; shift >= 0; shift -= 4 {
		if p.Mask>>shift&0xf == 0 {
			b = append(b, '*')
		} else {
			b = append(b, "0123456789abcdef"[p.Value>>shift&0xf])
		}
	}
	return b
}
