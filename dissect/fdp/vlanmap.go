package fdp

import "github.com/pktscope/pktscope/dissect/field"

var (
	fMap  = Proto.Nest("fdp.vlanmap", "VLAN Map", field.Format(formatMap))
	fVLAN = Proto.Uint16("fdp.vlanmap.vlan", "VLAN", field.Dec)
)

// A VLANMap has a bit for every VLAN of a port: the lowest of the first byte is
// VLAN 1's. It aliases the packet.
type VLANMap []byte

// All yields the VLANs in ascending order.
func (m VLANMap) All(yield func(vlan uint16) bool) {
	for i, b := range m {
		for bit := range 8 {
			if b>>bit&1 != 0 && !yield(uint16(i*8+bit+1)) {
				return
			}
		}
	}
}

func vlanMap(d *field.Decoder) VLANMap {
	at := d.Off()
	m := VLANMap(d.Peek(d.Len()))
	d.Skip(fVLAN, d.Len())
	if d.Tree() != nil {
		for vlan := range m.All {
			d.Put(fVLAN, at+int(vlan-1)/8, 1, uint64(vlan))
		}
	}
	return m
}
