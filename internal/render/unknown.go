package render

import "net/netip"

// OrNil is v as a cell of a report; the zero value stands for what is not known,
// nil.
func OrNil[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// AddrCell is an address without its port, nil for none.
func AddrCell(p netip.AddrPort) any {
	if !p.IsValid() {
		return nil
	}
	return p.Addr().String()
}
