package dns

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// EDNS(0): RFC 6891, section 6.1.
var (
	fSize     = Proto.Uint16("dns.rr.udp_payload_size", "UDP payload size", field.Dec)
	fSizeMDNS = Proto.Uint16("dns.rr.udp_payload_size", "UDP payload size", field.Hex, field.Mask(0x7fff))
	fExtRcode = Proto.Uint8("dns.resp.ext_rcode", "Higher bits in extended RCODE", field.Hex)
	fVersion  = Proto.Uint8("dns.resp.edns0_version", "EDNS0 version", field.Dec)
	bitDO     = Proto.Bit("dns.resp.z.do", "DO bit", 0x8000, field.Two("Accepts DNSSEC security RRs", "Cannot handle DNSSEC security RRs"))
	bitZRest  = Proto.Uint16("dns.resp.z.reserved", "Reserved", field.Hex, field.Mask(0x7fff))
	fZ        = Proto.Uint16("dns.resp.z", "Z", field.Hex, field.Bits(bitDO, bitZRest))

	fOption  = Proto.None("dns.opt", "Option", field.Format(appendOption))
	fOptCode = Proto.Uint16("dns.opt.code", "Option Code", field.Dec, field.Named(optionName))
	fOptLen  = Proto.Uint16("dns.opt.len", "Option Length", field.Dec)
	fOptData = Proto.Bytes("dns.opt.data", "Option Data")

	fFamily    = Proto.Uint16("dns.opt.client.family", "Family", field.Dec, field.Named(familyName)) // RFC 7871
	fNetmask   = Proto.Uint8("dns.opt.client.netmask", "Source Netmask", field.Dec)
	fScopeMask = Proto.Uint8("dns.opt.client.scope", "Scope Netmask", field.Dec)
	fSubnet    = Proto.Bytes("dns.opt.client.addr", "Client Subnet")
	fSubnet4   = Proto.Generated("dns.opt.client.addr4", "Client Subnet", field.Text, field.Dec, 4)
	fSubnet6   = Proto.Generated("dns.opt.client.addr6", "Client Subnet", field.Text, field.Dec, 16)
	fClient    = Proto.Bytes("dns.opt.cookie.client", "Client Cookie") // RFC 7873
	fServer    = Proto.Bytes("dns.opt.cookie.server", "Server Cookie")
	fTimeout   = Proto.Uint16("dns.opt.edns_tcp_keepalive.timeout", "Timeout", field.Dec) // RFC 7828
	fPadding   = Proto.Bytes("dns.opt.padding", "Padding")                                // RFC 7830
	fInfoCode  = Proto.Uint16("dns.opt.ext_error.info_code", "Info Code", field.Dec, field.Named(errorName))
	fInfoText  = Proto.String("dns.opt.ext_error.extra_text", "Extra Text") // RFC 8914
)

// Options whose data is read.
const (
	optionSubnet    = 8
	optionCookie    = 10
	optionKeepalive = 11
	optionPadding   = 12
	optionError     = 15
)

// clientCookie is the length of a client's cookie: RFC 7873, section 4.
const clientCookie = 8

// edns reads what an OPT record has in place of a class and a lifetime.
func (r *reading) edns(n name) {
	d := r.d
	if r.as == multicast {
		d.Shared16(fSizeMDNS, fCacheFlush)
	} else {
		d.Uint16(fSize)
	}
	d.Uint8(fExtRcode)
	d.Uint8(fVersion)
	d.Uint16(fZ)
	if d.Tree() != nil {
		r.begin(n, typeOPT, 0)
	}
}

func (r *reading) options() {
	d := r.d
	for d.More() && !d.Bad() {
		m := d.Begin(fOption)
		code := d.Uint16(fOptCode)
		n := int(d.Uint16(fOptLen))
		d.Title(m, uint64(code))
		r.option(code, n)
		d.End(m)
	}
}

// option reads the data of an option: as bytes, and then as what they mean.
func (r *reading) option(code uint16, n int) {
	d := r.d
	off := d.Off()
	d.Skip(fOptData, n)
	if !r.shown() {
		return
	}
	b := d.Since(off)
	d.Put(fOptData, off, n, 0)
	switch code {
	case optionCookie:
		if n >= clientCookie {
			d.Put(fClient, off, clientCookie, 0)
			d.Put(fServer, off+clientCookie, n-clientCookie, 0)
		}
	case optionKeepalive:
		if n == 2 {
			d.Put(fTimeout, off, 2, uint64(b[0])<<8|uint64(b[1]))
		}
	case optionPadding:
		d.Put(fPadding, off, n, 0)
	case optionError:
		if n >= 2 {
			d.Put(fInfoCode, off, 2, uint64(b[0])<<8|uint64(b[1]))
			if n > 2 {
				d.Put(fInfoText, off+2, n-2, 0)
			}
		}
	case optionSubnet:
		r.subnet(off, b)
	}
}

// subnet shows the client's subnet, whose address ends with its last byte that is not
// zero: RFC 7871, section 6.
func (r *reading) subnet(off int, b []byte) {
	if len(b) < 4 {
		return
	}
	d := r.d
	family := uint64(b[0])<<8 | uint64(b[1])
	d.Put(fFamily, off, 2, family)
	d.Put(fNetmask, off+2, 1, uint64(b[2]))
	d.Put(fScopeMask, off+3, 1, uint64(b[3]))
	a := b[4:]
	switch {
	case family == 1 && len(a) <= 4:
		var full [4]byte
		copy(full[:], a)
		d.PutText(field.Str{Def: fSubnet4}, off+4, len(a), netip.AddrFrom4(full).String())
	case family == 2 && len(a) <= 16:
		var full [16]byte
		copy(full[:], a)
		d.PutText(field.Str{Def: fSubnet6}, off+4, len(a), string(field.AppendIPv6(nil, netip.AddrFrom16(full))))
	case len(a) > 0:
		d.Put(fSubnet, off+4, len(a), 0)
	}
}

// appendOption appends "Option: COOKIE".
func appendOption(b []byte, t *field.Tree, i int) []byte {
	return appendKnown(append(b, "Option: "...), optionName(t.Nodes[i].Val), "Unknown", t.Nodes[i].Val, true)
}

// optionName names an option: IANA, "DNS EDNS0 Option Codes (OPT)".
func optionName(v uint64) string {
	if v == 20730 {
		return "Experimental - CSUBNET - Client subnet"
	}
	return at(v, "Reserved", "LLQ - Long-lived query", "UL - Update lease", "NSID - Name Server Identifier", "Owner (reserved)",
		"DAU - DNSSEC Algorithm Understood (RFC6975)", "DHU - DS Hash Understood (RFC6975)", "N3U - NSEC3 Hash Understood (RFC6975)",
		"CSUBNET - Client subnet", "EDNS EXPIRE (RFC7314)", "COOKIE", "EDNS TCP Keepalive", "PADDING", "CHAIN", "",
		"Extended DNS Error", "", "", "Report-Channel", "Zone Version")
}

// familyName names the commoner address families.
func familyName(v uint64) string { return at(v, "Reserved", "IPv4", "IPv6") }
