package dissect

import "github.com/pktscope/pktscope/dissect/field"

// An Arena owns the messages of a batch of packets, so that taking a packet
// apart allocates nothing. Reset gives all of them back at once.
type Arena struct {
	pools  []pool // of messages, by binding
	layers []Layer
	bytes  []byte // what own has handed out of its capacity
	errs   []field.Error
}

// A pool holds the messages of a binding.
type pool struct {
	all  []abilities
	used int
}

// NewArena makes an Arena for packets that r takes apart.
func NewArena(r *Registry) *Arena { return &Arena{pools: make([]pool, len(r.kinds))} }

// Reset takes every message back: packets that came from a are invalid.
func (a *Arena) Reset() {
	for i := range a.pools {
		a.pools[i].used = 0
	}
	a.layers = a.layers[:0]
	a.bytes = a.bytes[:0]
	a.errs = a.errs[:0]
}

// keep returns what d has failed with, for as long as the messages of a are valid: there
// may be one for each packet.
func (a *Arena) keep(err error, d *field.Decoder) error {
	e, ok := err.(*field.Error)
	if !ok {
		return err
	}
	a.errs = append(a.errs, *e) // the packets so far keep the old array
	d.Reuse(e)
	return &a.errs[len(a.errs)-1]
}

// own hands out n bytes.
func (a *Arena) own(n int) []byte {
	const least, most = 64 << 10, 1 << 20 // more than what is decrypted of a batch; datagrams that were put together may be more
	from := len(a.bytes)
	if n > cap(a.bytes)-from {
		from = 0
		a.bytes = make([]byte, 0, max(least, min(2*cap(a.bytes), most), n)) // the packets so far keep the old ones
	}
	a.bytes = a.bytes[:from+n]
	return a.bytes[from : from+n : from+n]
}

// get hands out a message of kind k, which Registry.find calls index.
func (a *Arena) get(k *kind, index uint16) *abilities {
	p := &a.pools[index]
	n := p.used
	p.used = n + 1
	if n >= len(p.all) {
		p.all = append(p.all, abilitiesOf(k.message())) // the layers so far keep the old ones
	}
	return &p.all[n]
}

// layer hands out the next layer; it holds what it held before.
func (a *Arena) layer() *Layer {
	n := len(a.layers)
	if n == cap(a.layers) {
		a.layers = append(a.layers, Layer{}) // the packets so far keep the old array
		return &a.layers[n]
	}
	l := a.layers[:n+1]
	a.layers = l
	return &l[n]
}

// drop takes the last layer back and returns the one before it.
func (a *Arena) drop() *Layer {
	a.layers = a.layers[:len(a.layers)-1]
	return &a.layers[len(a.layers)-1]
}

// since returns the layers from the first-th on, with room for the one that
// Build may add.
func (a *Arena) since(first int) []Layer {
	n := len(a.layers)
	if n > first && a.layers[n-1].rest {
		a.layer()
	}
	return a.layers[first:n:len(a.layers)]
}
