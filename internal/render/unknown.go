package render

import "net/netip"

// OrNil returns v as a cell, nil for the zero value, which is unknown.
func OrNil[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// AddrCell returns the address of p as a cell, nil if p is not valid.
func AddrCell(p netip.AddrPort) any {
	if !p.IsValid() {
		return nil
	}
	return p.Addr().String()
}
