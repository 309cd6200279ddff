package capture

import "io"

// A Part is one of the captures that a Merged reads, by itself: its interfaces are called as
// there, its frames are numbered from 1.
type Part struct {
	strand
	ifaces int
}

// NewPart reads a capture from in, which stays open, and gives its interfaces the label that
// Labels has for it. name is what errors call it.
func NewPart(name, label string, in io.Reader) (*Part, error) {
	r, err := NewReader(name, in)
	if err != nil {
		return nil, err
	}
	return &Part{strand: strand{name: name, label: label, r: r}}, nil
}

// Next implements Source.
func (p *Part) Next(x *Packet) error {
	err := p.r.Next(x)
	p.ifaces = p.addInterfaces(p.ifaces)
	return err
}

// Meta returns the metadata read so far.
func (p *Part) Meta() *Meta { return p.r.Meta() }

// Close implements Source.
func (p *Part) Close() error { return p.r.Close() }
