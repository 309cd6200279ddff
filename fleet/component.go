package fleet

import (
	"hash/fnv"
	"strings"
)

// The peers of a tunnel may change their addresses, and a NAT may change them on the way. So
// frames between two addresses belong together with those between two others where one SPI is
// seen between both, or where a peer has one identity at the same address: it ends the SAs of
// another one with it. A pair that is in several such unions is named by the least of all its
// pairs, which a disjoint-set forest finds. Only pairs that share something come to it, in one
// place: few have moved.

// shared sends on which pairs an SPI or an identity joins: the first that it was seen between with
// each other one.
func shared(_ string, pairs func(*string) bool, emit func(string, string)) {
	var first, pair string
	sent := map[string]bool{}
	for pairs(&pair) {
		switch {
		case first == "":
			first = pair
		case pair == first || sent[pair]:
			continue
		default:
			if emit("", first+"\n"+pair); len(sent) < maxSent {
				sent[pair] = true
			}
		}
	}
}

// maxSent bounds how many unions are kept to send them once. Sending them again is harmless.
const maxSent = 1 << 16

// unite sends the name of each pair that is not its own.
func unite(_ string, unions func(*string) bool, emit func(string, string)) {
	f := forest{}
	var union string
	for unions(&union) {
		a, b, _ := strings.Cut(union, "\n")
		f.join(a, b)
	}
	for pair := range f {
		if name := f.find(pair); name != pair {
			emit(pair, name)
		}
	}
}

// A forest has the parent of each member; the least of a set is its root.
type forest map[string]string

func (f forest) find(x string) string {
	for {
		parent, ok := f[x]
		if !ok {
			f[x] = x
			return x
		}
		if parent == x {
			return x
		}
		if above, ok := f[parent]; ok {
			f[x] = above
		}
		x = parent
	}
}

func (f forest) join(a, b string) {
	a, b = f.find(a), f.find(b)
	if a < b {
		f[b] = a
	} else {
		f[a] = b
	}
}

// A Place sends a frame to the shard of the component that its peers are in.
type Place struct {
	Shards int

	names map[string]string // of pairs; nil: not read in this bundle
}

// StartBundle implements beam's DoFn.
func (d *Place) StartBundle(func(*string, *string) bool, func(string, []byte)) { d.names = nil }

// ProcessElement implements beam's DoFn.
func (d *Place) ProcessElement(pair string, frame []byte, names func(*string, *string) bool, emit func(string, []byte)) {
	if d.names == nil {
		d.names = map[string]string{}
		var from, to string
		for names(&from, &to) {
			d.names[from] = to
		}
	}
	if name, ok := d.names[pair]; ok {
		pair = name
	}
	emit(shardOf(tunnels, pair, d.Shards), frame)
}

// A family is what the frames of a shard are read for.
type family = string

const (
	tunnels      family = "tunnels"
	neighbors    family = "neighbors"
	links        family = "links"
	translations family = "translations"
)

// shardOf is the shard of a family that a key is in.
func shardOf(f family, key string, shards int) string {
	return f + "-" + number(partOf(key, shards))
}

// partOf is the number of the part that a key is in.
func partOf(key string, parts int) int {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return int(h.Sum64() % uint64(parts))
}
