package ike

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"unsafe"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Said is what a message says beside the types of its payloads, as far as its line
// in the ladder needs it.
type Said struct {
	Deletes []Deletion
	EAP     *EAP
	Config  *Config
	Wanted  ipsec.Group       // by INVALID_KE_PAYLOAD: RFC 7296, section 1.3
	Gateway string            // by REDIRECT or REDIRECTED_FROM: RFC 5685
	Rekeys  uint32            // SPI of the child SA to be replaced, its initiator's: RFC 7296, section 1.3.3
	Path    [2]netip.AddrPort // source and destination, where these are not those of the SA: RFC 4555, section 3.10
}

// A Deletion is a Delete payload.
type Deletion struct {
	Protocol uint8
	SPIs     []uint32 // of ESP or AH
	IKE      []SPI    // of ISAKMP: cookies of the initiators
}

// maxDeleted bounds the SPIs of one Delete payload that are kept.
const maxDeleted = 64

// A Config is a transaction of XAUTH or Mode-Config, or a Configuration payload:
// draft-beaulieu-ike-xauth-02; draft-dukes-ike-mode-cfg-02; RFC 7296, section 3.15.
type Config struct {
	Type      uint8 // isakmp.ConfigRequest and so on
	XAUTH     bool
	Types     []uint16 // of its attributes
	User      string   // name of the user; a password is not kept
	Ended     bool     // XAUTH: it tells the result
	Passed    bool     // Ended: the user is who he says
	Addresses []netip.Addr
}

// Attributes of a configuration that are told.
const (
	ConfigAddress4 = 1
	ConfigAddress6 = 8
	XAUTHUser      = 16521
	XAUTHPassword  = 16522
	XAUTHPasscode  = 16523
	xauthFirst     = 16520
	xauthStatus    = 16527
	xauthLast      = 16529
)

// maxText bounds the bytes of a name that is kept.
const maxText = 256

// said is what m says that needs more than the types of its payloads, nil for nothing.
func (s *SA) said(m *isakmp.Packet, o *observation) *Said {
	var x Said
	for i := range m.Deletes[:min(len(m.Deletes), maxListed)] {
		x.Deletes = append(x.Deletes, deletion(&m.Deletes[i]))
	}
	for i := range m.Notifies {
		x.note(&m.Notifies[i], m.Major())
	}
	if m.Config.Type != 0 {
		x.Config = config(&m.Config)
	}
	if m.Exchange == isakmp.ExchangeAuth {
		x.EAP = eapOf(m)
	}
	if s.onOtherPath(m, o) {
		x.Path = [2]netip.AddrPort{o.place.src, o.place.dst}
	}
	if x.empty() {
		return nil
	}
	out := new(Said) // x stays on the stack for most messages
	*out = x
	return out
}

func (x *Said) empty() bool {
	return x.Deletes == nil && x.EAP == nil && x.Config == nil && x.Wanted == 0 && x.Gateway == "" && x.Rekeys == 0 &&
		!x.Path[0].IsValid()
}

// onOtherPath reports whether m is not on the path of an SA whose peers may move, or
// moves the SA: RFC 4555, sections 3.5 and 3.10.
func (s *SA) onOtherPath(m *isakmp.Packet, o *observation) bool {
	if m.Exchange != isakmp.ExchangeInfo2 || !s.mobike[Initiator] || !s.mobike[Responder] {
		return false
	}
	if m.Flags&isakmp.FlagResponse == 0 && hasNotify(m, isakmp.NotifyUpdateAddresses) {
		return true
	}
	p := [2]netip.AddrPort{o.place.src, o.place.dst}
	return p != s.Now && p != [2]netip.AddrPort{s.Now[Responder], s.Now[Initiator]}
}

// note keeps what the data of a notification of IKEv2 say.
func (x *Said) note(n *isakmp.Notify, major uint8) {
	if major != 2 {
		return
	}
	switch n.Type {
	case isakmp.NotifyInvalidKE:
		x.Wanted = wantedGroup(n)
	case isakmp.NotifyRedirect, isakmp.NotifyRedirectedFrom:
		x.Gateway = Gateway(n.Data)
	case isakmp.NotifyRekeySA:
		if len(n.SPI) == 4 {
			x.Rekeys = binary.BigEndian.Uint32(n.SPI)
		}
	}
}

// wantedGroup is the group that INVALID_KE_PAYLOAD asks for.
func wantedGroup(n *isakmp.Notify) ipsec.Group {
	if n.Type != isakmp.NotifyInvalidKE || len(n.Data) < 2 {
		return 0
	}
	return ipsec.Group(binary.BigEndian.Uint16(n.Data))
}

// noticeValue is the number that is all that a notification of IKEv2 has to tell:
// RFC 4478, section 3; RFC 7296, section 2.3.
func noticeValue(n *isakmp.Notify, major uint8) uint32 {
	if major != 2 || n.Type != isakmp.NotifyAuthLifetime && n.Type != isakmp.NotifySetWindowSize || len(n.Data) < 4 {
		return 0
	}
	return binary.BigEndian.Uint32(n.Data)
}

// Gateway is the gateway in the data of REDIRECT and REDIRECTED_FROM, an address or a name, ""
// without one: RFC 5685, sections 6.2 and 6.3.
func Gateway(data []byte) string {
	const head, ipv4, ipv6, fqdn = 2, 1, 2, 3
	if len(data) < head || len(data)-head < int(data[1]) {
		return ""
	}
	id := data[head : head+int(data[1])]
	switch data[0] {
	case ipv4, ipv6:
		if a, ok := netip.AddrFromSlice(id); ok {
			return a.String()
		}
	case fqdn:
		return string(id)
	}
	return ""
}

func deletion(d *isakmp.Delete) Deletion {
	out := Deletion{Protocol: d.Protocol}
	for b := d.SPIs; d.Size > 0 && len(b) >= d.Size && len(out.SPIs)+len(out.IKE) < maxDeleted; b = b[d.Size:] {
		switch d.Size {
		case 4:
			out.SPIs = append(out.SPIs, binary.BigEndian.Uint32(b))
		case 8, 16:
			out.IKE = append(out.IKE, SPI(b[:8]))
		}
	}
	return out
}

func config(c *isakmp.Config) *Config {
	out := &Config{Type: c.Type}
	for i := range c.Attributes[:min(len(c.Attributes), maxListed)] {
		a := &c.Attributes[i]
		out.Types = append(out.Types, a.Type)
		out.XAUTH = out.XAUTH || a.Type >= xauthFirst && a.Type <= xauthLast
		switch a.Type {
		case XAUTHUser:
			out.User = string(a.Value[:min(len(a.Value), maxText)])
		case xauthStatus:
			out.Ended, out.Passed = true, len(a.Value) > 0 && a.Value[len(a.Value)-1] == 1
		case ConfigAddress4:
			if addr, ok := netip.AddrFromSlice(a.Value); ok {
				out.Addresses = append(out.Addresses, addr)
			}
		case ConfigAddress6:
			if addr, ok := netip.AddrFromSlice(a.Value[:min(len(a.Value), 16)]); ok {
				out.Addresses = append(out.Addresses, addr)
			}
		}
	}
	return out
}

// Has reports whether an attribute is there.
func (c *Config) Has(typ uint16) bool { return slices.Contains(c.Types, typ) }

// size is how many bytes x takes.
func (x *Said) size() int {
	if x == nil {
		return 0
	}
	n := int(unsafe.Sizeof(*x)) + room(x.Deletes) + len(x.Gateway)
	for i := range x.Deletes {
		n += room(x.Deletes[i].SPIs) + room(x.Deletes[i].IKE)
	}
	if x.EAP != nil {
		n += int(unsafe.Sizeof(*x.EAP)) + len(x.EAP.Identity)
	}
	if c := x.Config; c != nil {
		n += int(unsafe.Sizeof(*c)) + room(c.Types) + room(c.Addresses) + len(c.User)
	}
	return n
}
