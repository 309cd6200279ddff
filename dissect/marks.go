package dissect

import "github.com/pktscope/pktscope/dissect/field"

// Marks are a set of protocols in one word. The first protocols have a bit each;
// the others share one, so that a packet may seem to have what it has not.
type Marks uint64

// Every is the set of all protocols.
const Every Marks = 1<<64 - 1

// lastMark is the bit of those that have none of their own.
const lastMark = 63

// Marks is the set of protos.
func (r *Registry) Marks(protos ...*field.Proto) (m Marks) {
	for _, q := range protos {
		if q == DataProto {
			return Every // what is bound to a key may turn out to be data
		}
		for _, k := range r.kinds {
			if k.proto == q || k.whole == q {
				m |= k.mark
			}
		}
	}
	return m
}

// mark gives the protocols of all kinds their bits. Those that trackers leave
// facts on come first: they are asked for with every packet.
func (r *Registry) mark() {
	bits := map[*field.Proto]Marks{}
	for _, state := range []bool{true, false} {
		for _, k := range r.kinds {
			if bits[k.proto] == 0 && k.state == state {
				bits[k.proto] = 1 << min(len(bits), lastMark)
			}
		}
	}
	for _, k := range r.kinds {
		k.mark = bits[k.proto]
	}
}

// MayHave reports whether p has a layer of a protocol of m; it may be wrong
// where it says so, and after layers were replaced.
func (p *Packet) MayHave(m Marks) bool { return p.marks&m != 0 }
