package inet

import (
	"bytes"
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Offsets of the addresses in the header.
const (
	ip6SrcOff = 8
	ip6DstOff = 24
)

// showEmbedded adds to the tree the addresses of IPv4, of link layers and the ports
// within the addresses of the header at start: those of 6to4 (RFC 3056), Teredo (RFC
// 4380, section 4), modified EUI-64 (RFC 4291, appendix A), ISATAP (RFC 5214, section
// 6.1) and NAT64's well-known prefix (RFC 6052, section 2.1).
func (m *IPv6) showEmbedded(d *field.Decoder, start int) {
	src, dst := m.Src.As16(), m.Dst.As16()
	for _, show := range [...]func(*ip6AddrFields, *field.Decoder, []byte, int){
		(*ip6AddrFields).show6to4, (*ip6AddrFields).showTeredo, (*ip6AddrFields).showMAC,
		(*ip6AddrFields).showISATAP, (*ip6AddrFields).showNAT64,
	} {
		show(ip6SrcTells, d, src[:], start+ip6SrcOff)
		show(ip6DstTells, d, dst[:], start+ip6DstOff)
	}
}

func (f *ip6AddrFields) show6to4(d *field.Decoder, a []byte, off int) {
	if binary.BigEndian.Uint16(a) == 0x2002 {
		d.GenerateOver(f.gateway, off+2, 4, 0)
		d.GenerateOver(f.site, off+6, 2, uint64(binary.BigEndian.Uint16(a[6:])))
	}
}

// showTeredo shows what section 4 has inverted bit by bit.
func (f *ip6AddrFields) showTeredo(d *field.Decoder, a []byte, off int) {
	if binary.BigEndian.Uint32(a) != 0x20010000 {
		return
	}
	d.GenerateOver(f.server, off+4, 4, 0)
	d.GenerateOver(f.port, off+10, 2, uint64(^binary.BigEndian.Uint16(a[10:])))
	var client [4]byte
	binary.BigEndian.PutUint32(client[:], ^binary.BigEndian.Uint32(a[12:]))
	d.GenerateTextOver(f.client, off+12, 4, client[:])
}

func (f *ip6AddrFields) showMAC(d *field.Decoder, a []byte, off int) {
	if a[8]&2 != 0 && a[11] == 0xff && a[12] == 0xfe { // a global EUI-64 has its bit inverted
		mac := [6]byte{a[8] ^ 2, a[9], a[10], a[13], a[14], a[15]}
		d.GenerateTextOver(f.mac, off+8, 8, mac[:])
	}
}

func (f *ip6AddrFields) showISATAP(d *field.Decoder, a []byte, off int) {
	if a[8]&^3 == 0 && bytes.Equal(a[9:12], []byte{0, 0x5e, 0xfe}) {
		d.GenerateOver(f.isatap, off+12, 4, 0)
	}
}

func (f *ip6AddrFields) showNAT64(d *field.Decoder, a []byte, off int) {
	if binary.BigEndian.Uint64(a) == 0x64ff9b<<32 && binary.BigEndian.Uint32(a[8:]) == 0 {
		d.GenerateOver(ip6EmbedPrefix, off, 12, 0)
		d.GenerateOver(f.prefixed, off+12, 4, 0)
		d.GenerateOver(ip6Embed, off+12, 4, 0)
	}
}
