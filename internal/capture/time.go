package capture

import "math/bits"

const maxExponent10 = 19 // 10^19 still fits 64 bits

// A resolution is a pcapng interface's if_tsresol: how many units its time
// stamps have in a second, 10^n or, with the top bit set, 2^n.
type resolution struct {
	perSecond uint64 // 0: more than 64 bits can hold
	option    uint8
}

// newResolution takes if_tsresol apart.
func newResolution(option uint8) resolution {
	n := option & 0x7f
	if option&0x80 != 0 {
		if n > 63 {
			return resolution{0, option}
		}
		return resolution{1 << n, option}
	}
	if n > maxExponent10 {
		return resolution{0, option}
	}
	r := resolution{1, option}
	for range n {
		r.perSecond *= 10
	}
	return r
}

// split makes seconds and nanoseconds of a time stamp.
func (r resolution) split(ts uint64) (sec, nsec int64) {
	switch r.perSecond {
	case 1e6: // the constants let the compiler multiply instead of divide
		return int64(ts / 1e6), int64(ts % 1e6 * 1e3)
	case 1e9:
		return int64(ts / 1e9), int64(ts % 1e9)
	case 0:
		return 0, r.tiny(ts)
	}
	hi, lo := bits.Mul64(ts%r.perSecond, 1e9)
	ns, _ := bits.Div64(hi, lo, r.perSecond)
	return int64(ts / r.perSecond), int64(ns)
}

// tiny is for units so small that 64 bits of them are less than a second.
func (r resolution) tiny(ts uint64) int64 {
	n := int(r.option & 0x7f)
	if r.option&0x80 != 0 {
		hi, _ := bits.Mul64(ts, 1e9) // the product in units of 2^-64 s
		return int64(hi >> (n - 64))
	}
	for n -= 9; n > 0 && ts > 0; n-- {
		ts /= 10
	}
	return int64(ts)
}

// digits returns how many digits of a second Wireshark prints at the resolution.
func (r resolution) digits() int {
	if r.perSecond == 0 {
		return 9
	}
	n := 0
	for unit := r.perSecond; unit >= 10 && n < 9; unit /= 10 {
		n++
	}
	return n
}
