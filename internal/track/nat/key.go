package nat

import "github.com/pktscope/pktscope/internal/track/bounded"

// A key is a flow as tables keep it: 16 bytes, in which an address of IPv6 is a number.
type key struct {
	src, dst     uint32
	sport, dport uint16
	iface        uint16
	protocol     uint8
	numbered     uint8 // which addresses are numbers
}

// The addresses of a key that are numbers.
const (
	numberedSrc = 1 << iota
	numberedDst
)

// pairKey is a pair likewise.
type pairKey struct{ low, high key }

// addresses are those of IPv6 that keys of the tables have.
type addresses struct{ bounded.Numbers[addr] }

// is4 reports whether a is of IPv4.
func (a addr) is4() bool { return a.hi == 0 && a.lo>>32 == mapped>>32 }

// find is the key of a flow; false: no table has one with its addresses.
func (a addresses) find(f *flow) (k key, ok bool) {
	k = key{sport: f.sport, dport: f.dport, iface: f.iface, protocol: f.protocol}
	if k.src, ok = a.number(f.src, &k, numberedSrc); ok {
		k.dst, ok = a.number(f.dst, &k, numberedDst)
	}
	return k, ok
}

// number is what stands for an address in k.
func (a addresses) number(from addr, k *key, bit uint8) (n uint32, ok bool) {
	if from.is4() {
		return uint32(from.lo), true
	}
	k.numbered |= bit
	n = a.Find(from)
	return n, n != 0
}

// add is the key of a flow for a table, which remove is called for.
func (a addresses) add(f *flow) key {
	k := key{sport: f.sport, dport: f.dport, iface: f.iface, protocol: f.protocol}
	k.src, k.dst = a.use(f.src, &k, numberedSrc), a.use(f.dst, &k, numberedDst)
	return k
}

func (a addresses) use(from addr, k *key, bit uint8) uint32 {
	if from.is4() {
		return uint32(from.lo)
	}
	k.numbered |= bit
	return a.Use(from)
}

// remove says that a table has k no more.
func (a addresses) remove(k *key) {
	if k.numbered&numberedSrc != 0 {
		a.Leave(k.src)
	}
	if k.numbered&numberedDst != 0 {
		a.Leave(k.dst)
	}
}

// flow is the flow of a key in a table.
func (a addresses) flow(k *key) flow {
	return flow{
		src: a.address(k.src, k.numbered&numberedSrc), dst: a.address(k.dst, k.numbered&numberedDst),
		sport: k.sport, dport: k.dport, protocol: k.protocol, iface: k.iface,
	}
}

func (a addresses) address(n uint32, numbered uint8) addr {
	if numbered != 0 {
		return a.Key(n)
	}
	return addr{0, mapped | uint64(n)}
}

// findPair is find for both flows of a pair.
func (a addresses) findPair(p *pair) (k pairKey, ok bool) {
	if k.low, ok = a.find(&p.low); ok {
		k.high, ok = a.find(&p.high)
	}
	return k, ok
}

func (a addresses) addPair(p *pair) pairKey { return pairKey{a.add(&p.low), a.add(&p.high)} }

func (a addresses) pair(k *pairKey) pair { return pair{a.flow(&k.low), a.flow(&k.high)} }
