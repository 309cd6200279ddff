// Package vrrp dissects the Virtual Router Redundancy Protocol: version 2 (RFC 3768) and
// version 3 (RFC 5798). A message of another version is read as one of version 2.
package vrrp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of VRRP.
var Proto = field.NewProto("vrrp", "VRRP", "Virtual Router Redundancy Protocol")

// RFC 3768, section 5.1, and 5798, section 5.1.
var (
	bitVersion  = Proto.Uint8("vrrp.version", "VRRP protocol version", field.Dec, field.Mask(0xf0))
	bitType     = Proto.Uint8("vrrp.type", "VRRP packet type", field.Dec, field.Mask(0x0f), field.Named(typeName))
	fTypeVer    = Proto.Uint8("vrrp.typever", "VRRP message version and type", field.Dec, field.Bits(bitVersion, bitType), field.Format(appendVersion))
	fRouter     = Proto.Uint8("vrrp.virt_rtr_id", "Virtual Rtr ID", field.Dec)
	fPriority   = Proto.Uint8("vrrp.prio", "Priority", field.Dec, field.Format(appendPriority))
	fCount      = Proto.Uint8("vrrp.addr_count", "Addr Count", field.Dec)
	fAuthType   = Proto.Uint8("vrrp.auth_type", "Auth Type", field.Dec, field.Named(authName))
	fInterval   = Proto.Uint8("vrrp.adver_int", "Adver Int", field.Dec)
	fReserved   = Proto.Uint8("vrrp.reserved_mbz", "Reserved", field.Dec, field.Mask(0xf0))
	fShortInt   = Proto.Uint16("vrrp.short_adver_int", "Adver Int", field.Dec, field.Mask(0x0fff))
	fChecksum   = Proto.Uint16("vrrp.checksum", "Checksum", field.Hex, field.Format(appendChecksum))
	fStatus     = Proto.Generated("vrrp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(statusName), field.Format(appendStatus))
	fBadSum     = Proto.Expert("vrrp.checksum_bad.expert", "Bad checksum", field.Warning, field.OfChecksum, field.Format(appendBad))
	fAddress    = Proto.IPv4("vrrp.ip_addr", "IP Address")
	fAddress6   = Proto.IPv6("vrrp.ipv6_addr", "IPv6 Address")
	fAuthString = Proto.String("vrrp.auth_string", "Authentication String")
)

const (
	typeAdvertisement = 1
	authText          = 1
	authSize          = 8
	version3          = 3
	checksumAt        = 6

	statusBad        = 0
	statusGood       = 1
	statusUnverified = 2
)

// A Packet is an advertisement.
type Packet struct {
	Version, Type, Router, Priority uint8
	Addresses                       int

	known bool // version and type were read
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	whole := d.Peek(d.Len())
	m := d.Begin(&Proto.Def)
	v := d.Uint8(fTypeVer)
	p.Version, p.Type = v>>4, v&15
	p.known = !d.Bad()
	p.Router = d.Uint8(fRouter)
	p.Priority = d.Uint8(fPriority)
	p.Addresses = int(d.Uint8(fCount))
	auth := uint8(0)
	if p.Version != version3 {
		auth = d.Uint8(fAuthType)
		d.Uint8(fInterval)
	} else {
		interval(d)
	}
	off := d.Off()
	d.Uint16(fChecksum)
	six := d.Env.Src.Is6()
	switch {
	case d.Tree() == nil:
	case whole == nil || d.Env.Fragment || d.Env.Quoted:
		d.GenerateAt(fStatus, off, statusUnverified)
	default:
		all := append([]byte(nil), whole...)
		if p.Version == version3 && six {
			all = append(pseudo(d.Env, len(whole)), whole...)
		}
		if sum(all) == 0 || p.Version == version3 && sum(append(pseudo4(d.Env, len(whole)), whole...)) == 0 {
			d.GenerateAt(fStatus, off, statusGood)
			break
		}
		at := len(all) - len(whole) + checksumAt
		if len(all) >= at+2 {
			all[at], all[at+1] = 0, 0
			d.Expert(fBadSum, uint64(sum(all)))
		}
		d.GenerateAt(fStatus, off, statusBad)
	}
	for n := p.Addresses; n > 0 && !d.Bad(); n-- {
		if six {
			d.IPv6(fAddress6)
		} else {
			d.IPv4(fAddress)
		}
	}
	if auth == authText && !d.Bad() {
		d.TextN(fAuthString, authSize)
	}
	if d.More() && !d.Bad() {
		d.Skip(fAuthString, d.Len()) // of no authentication
	}
	d.End(m)
	return d.Err()
}

// pseudo4 is the pseudo header that RFC 5798, section 5.2.8, has for IPv4 in the form of RFC
// 9293, section 3.1. Senders of version 3 are found with it and without.
func pseudo4(e field.Env, n int) []byte {
	if !e.Src.Is4() || !e.Dst.Is4() {
		return nil
	}
	src, dst := e.Src.As4(), e.Dst.As4()
	b := append(append([]byte(nil), src[:]...), dst[:]...)
	return append(b, 0, 112, byte(n>>8), byte(n))
}

// pseudo is the pseudo header of IPv6: RFC 8200, section 8.1.
func pseudo(e field.Env, n int) []byte {
	if !e.Src.Is6() || !e.Dst.Is6() {
		return nil
	}
	src, dst := e.Src.As16(), e.Dst.As16()
	b := append(append([]byte(nil), src[:]...), dst[:]...)
	return append(b, 0, 0, byte(n>>8), byte(n), 0, 0, 0, 112)
}

// sum is the Internet checksum of b, 0 if b holds the right one: RFC 1071.
func sum(b []byte) uint16 {
	var v uint32
	for i, c := range b {
		v += uint32(c) << (8 * (1 - i&1))
	}
	v = v&0xffff + v>>16
	return ^uint16(v + v>>16)
}

// interval reads version 3's, of twelve bits.
func interval(d *field.Decoder) {
	off := d.Off()
	d.Skip(fShortInt, 2)
	if d.Bad() || d.Tree() == nil {
		return
	}
	v := uint64(binary.BigEndian.Uint16(d.Since(off)))
	d.Put(fReserved, off, 1, v>>12)
	d.Put(fShortInt, off, 2, v&0x0fff)
}

// Printable implements dissect.Printable: the summary is names of ours.
func (*Packet) Printable() bool { return true }

// AppendSummary appends the Info column: "Announcement (v2)".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if !p.known {
		return b
	}
	return append(field.AppendUint(append(b, "Announcement (v"...), uint64(p.Version)), ')')
}

// appendVersion appends "Version 2, Packet type 1 (Advertisement)".
func appendVersion(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(b, "Version "...), v>>4)
	b = append(field.AppendUint(append(b, ", Packet type "...), v&15), " ("...)
	name := typeName(v & 15)
	if name == "" {
		name = "Unknown"
	}
	return append(append(b, name...), ')')
}

// appendPriority appends "Priority: 100 (Default priority for a backup VRRP router)".
func appendPriority(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(field.AppendUint(append(b, "Priority: "...), v), " ("...)
	switch v {
	case 0:
		b = append(b, "Current Master has stopped participating in VRRP"...)
	case 100:
		b = append(b, "Default priority for a backup VRRP router"...)
	case 255:
		b = append(b, "This VRRP router owns the virtual router's IP address(es)"...)
	default:
		b = append(b, "Non-default backup priority"...)
	}
	return append(b, ')')
}

// appendChecksum appends "Checksum: 0xf5f1 [correct]".
func appendChecksum(b []byte, t *field.Tree, i int) []byte {
	v := uint16(t.Nodes[i].Val)
	b = field.AppendHex(append(b, "Checksum: 0x"...), uint64(v), 2)
	c := t.Next(i, fStatusName)
	switch {
	case c < 0:
		return b
	case t.Nodes[c].Val == statusGood:
		return append(b, " [correct]"...)
	case t.Nodes[c].Val == statusUnverified:
		return append(b, " [unverified]"...)
	}
	b = append(b, " incorrect"...)
	for c := int32(i) + 1; c < t.Nodes[i].End; c++ {
		if t.Nodes[c].Def == fBadSum {
			b = field.AppendHex(append(b, ", should be 0x"...), t.Nodes[c].Val, 2)
		}
	}
	return b
}

// fStatusName is the name of fStatus, which is declared behind the checksum whose label it is
// for.
var fStatusName = &field.Def{Name: "vrrp.checksum.status"}

// appendBad appends "Bad checksum [should be 0x6668]".
func appendBad(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), " [should be 0x"...)
	return append(field.AppendHex(b, t.Nodes[i].Val, 2), ']')
}

func appendStatus(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "Checksum Status: "...), statusName(t.Nodes[i].Val)...)
}

func statusName(v uint64) string {
	switch v {
	case statusGood:
		return "Good"
	case statusBad:
		return "Bad"
	}
	return "Unverified"
}

func typeName(v uint64) string {
	if v == typeAdvertisement {
		return "Advertisement"
	}
	return ""
}

func authName(v uint64) string {
	switch v {
	case 0:
		return "No Authentication"
	case authText:
		return "Simple Text Authentication [RFC 2338] / Reserved [RFC 3768]"
	case 2:
		return "IP Authentication Header [RFC 2338] / Reserved [RFC 3768]"
	}
	return ""
}
