package bounded

import "iter"

// A Worth is what an entry is worth to the reader, the least first. It goes by packets in
// powers of 16, because a flood has few packets for each of its entries and much of what is
// real has many; an answer counts as another packet, which a flood of spoofed ones lacks.
type Worth uint8

// Worths.
const (
	Once     Worth = iota // one packet, or one that nothing came of
	Repeated              // 2 to 15 packets, or an answer
	Frequent              // 16 to 255
	Constant              // 256 and more

	worths
)

// WorthOf is the worth of an entry with a number of packets.
func WorthOf(packets uint64) Worth {
	switch {
	case packets < 2:
		return Once
	case packets < 16:
		return Repeated
	case packets < 256:
		return Frequent
	}
	return Constant
}

// Worths yields every Worth, the least first.
func Worths() iter.Seq[Worth] {
	return func(yield func(Worth) bool) {
		for w := Once; w < worths && yield(w); w++ {
		}
	}
}
