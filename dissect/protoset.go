package dissect

import "github.com/pktscope/pktscope/dissect/field"

// A ProtoSet is a set of protocols in one word. The first protocols have a bit
// each; the others share one, so that a set may seem to have a protocol that it
// has not.
type ProtoSet uint64

// Every is the set of all protocols.
const Every ProtoSet = 1<<64 - 1

// sharedBit is the bit of the protocols that have none of their own.
const sharedBit = 63

// ProtoSet is the set of protos.
func (r *Registry) ProtoSet(protos ...*field.Proto) (set ProtoSet) {
	for _, q := range protos {
		if q == DataProto {
			return Every // what is bound to a key may turn out to be data
		}
		for _, k := range r.kinds {
			if k.proto == q || k.whole == q {
				set |= k.bit
			}
		}
	}
	return set
}

// assignBits gives the protocols of all kinds their bits. Protocols with Facts come
// first: they are tested for every packet.
func (r *Registry) assignBits() {
	bits := map[*field.Proto]ProtoSet{}
	for _, state := range []bool{true, false} {
		for _, k := range r.kinds {
			if bits[k.proto] == 0 && k.state == state {
				bits[k.proto] = 1 << min(len(bits), sharedBit)
			}
		}
	}
	for _, k := range r.kinds {
		k.bit = bits[k.proto]
	}
}

// Protos is the set of the protocols of p's layers, and of those that were replaced.
func (p *Packet) Protos() ProtoSet { return p.protos }

// MayHave reports whether p may have a layer of a protocol of set. A false is
// certain; a true is not, because protocols share a bit and layers may have been
// replaced.
func (p *Packet) MayHave(set ProtoSet) bool { return p.protos&set != 0 }
