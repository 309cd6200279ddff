package isakmp

import "pktscope/dissect/field"

// Vendor ID, RFC 2408, section 3.16, and RFC 7296, section 3.12.
var (
	fVendor     = Proto.Bytes("isakmp.vid_bytes", "Vendor ID")
	fVendorName = Proto.String("isakmp.vid_string", "Vendor ID")
	fUnityMajor = Proto.Uint8("isakmp.vid.cisco_unity.major", "CISCO-UNITY Major version", field.Dec)
	fUnityMinor = Proto.Uint8("isakmp.vid.cisco_unity.minor", "CISCO-UNITY Minor version", field.Dec)
	fWindows    = Proto.Uint32("isakmp.vid.ms_nt5_isakmpoakley", "MS NT5 ISAKMPOAKLEY", field.Dec, field.Named(windowsNames.name))
)

// A vendorID is what identifiers of one implementation or extension begin
// with.
type vendorID struct{ prefix, name string }

// vendorIDs are looked through in order: the longer of two that begin alike
// stands first.
var vendorIDs = []vendorID{
	{"\x09\x00\x26\x89\xdf\xd6\xb7\x12", "XAUTH"},
	{"\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc", unityName},
	{"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61", windowsName},
	{"\x26\x24\x4d\x38\xed\xdb\x61\xb3\x17\x2a\x36\xe3\xd0\xcf\xb8\x19", "Microsoft Vid-Initial-Contact"},
	{"\x27\xba\xb5\xdc\x01\xea\x07\x60\xea\x4e\x31\x90\xac\x27\xc0\xd0", "draft-stenberg-ipsec-nat-traversal-01"},
	{"\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3", "Cisco Fragmentation"},
	{"\x43\x9b\x59\xf8\xba\x67\x6c\x4c\x77\x37\xae\x22\xea\xb8\xf5\x82", "draft-ietf-ipsec-nat-t-ike-07"},
	{"\x44\x85\x15\x2d\x18\xb6\xbb\xcd\x0b\xe8\xa8\x46\x95\x79\xdd\xcc", "draft-ietf-ipsec-nat-t-ike-00"},
	{"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f", "RFC 3947 Negotiation of NAT-Traversal in the IKE"},
	{"\x61\x05\xc4\x22\xe7\x68\x47\xe4\x3f\x96\x84\x80\x12\x92\xae\xcd", "draft-stenberg-ipsec-nat-traversal-02"},
	{"\x69\x93\x69\x22\x87\x41\xc6\xd4\xca\x09\x4c\x93\xe2\x42\xc9\xde\x19\xe7\xb7\xc6", "Netscreen-6"},
	{"\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56", "draft-ietf-ipsec-nat-t-ike-03"},
	{"\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe\x5b\xeb", "strongSwan"},
	{"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f", `draft-ietf-ipsec-nat-t-ike-02\n`},
	{"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57", "RFC 3706 DPD (Dead Peer Detection)"},
	{"\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48", "draft-ietf-ipsec-nat-t-ike-02"},
	{"\xfb\x1d\xe3\xcd\xf3\x41\xb7\xea\x16\xb7\xe5\xbe\x08\x55\xf1\x20", "MS-Negotiation Discovery Capable"},
}

// The identifiers that end with a version.
const (
	unityName   = "CISCO-UNITY"         // two bytes
	windowsName = "MS NT5 ISAKMPOAKLEY" // four bytes
)

var windowsNames = spans{
	{2, 2, "Windows 2000"},
	{3, 3, "Windows XP SP1"},
	{4, 4, "Windows 2003 and Windows XP SP2"},
	{5, 5, "Windows Vista"},
}

// VendorName is what id identifies, "Unknown Vendor ID" if nobody knows.
func VendorName(id []byte) string {
	for i := range vendorIDs {
		v := &vendorIDs[i]
		if len(id) >= len(v.prefix) && string(id[:len(v.prefix)]) == v.prefix {
			return v.name
		}
	}
	return "Unknown Vendor ID"
}

// vendor reads a Vendor ID payload.
func (p *Packet) vendor(d *field.Decoder) {
	off := d.Off()
	id := d.Rest(fVendor)
	if d.Bad() {
		return
	}
	p.Vendors = append(p.Vendors, id)
	if d.Tree() == nil {
		return
	}
	name := VendorName(id)
	d.PutText(fVendorName, off, len(id), name)
	switch {
	case name == unityName && len(id) == 16:
		d.Put(fUnityMajor, off+14, 1, uint64(id[14]))
		d.Put(fUnityMinor, off+15, 1, uint64(id[15]))
	case name == windowsName && len(id) == 20:
		d.Put(fWindows, off+16, 4, number(id[16:]))
	}
}
