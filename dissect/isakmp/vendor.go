package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Vendor ID, RFC 2408, section 3.16, and RFC 7296, section 3.12.
var (
	fVendor     = Proto.Bytes("isakmp.vid_bytes", "Vendor ID")
	fVendorName = Proto.String("isakmp.vid_string", "Vendor ID")
	fVendorText = Proto.String("pktscope.isakmp.vid_text", "Vendor ID as text") // of a vendor that is not known
)

// Fields of vendor IDs that hold more than the vendor.
var (
	fUnityMajor   = Proto.Uint8("isakmp.vid.cisco_unity.major", "CISCO-UNITY Major version", field.Dec)
	fUnityMinor   = Proto.Uint8("isakmp.vid.cisco_unity.minor", "CISCO-UNITY Minor version", field.Dec)
	fWindows      = Proto.Uint32("isakmp.vid.ms_nt5_isakmpoakley", "MS NT5 ISAKMPOAKLEY", field.Dec, field.Named(windowsNames.name))
	fCPProduct    = Proto.Uint32("isakmp.vid.cp.product", "Checkpoint Product", field.Dec, field.Named(checkPointProducts.name))
	fCPVersion    = Proto.Uint32("isakmp.vid.cp.version", "Checkpoint Version", field.Dec, field.Named(checkPointVersions.name))
	fCPTime       = Proto.Uint32("isakmp.vid.cp.timestamp", "Checkpoint Timestamp", field.Dec)
	fCPReserved   = Proto.Uint32("isakmp.vid.cp.reserved", "Checkpoint Reserved", field.Hex)
	fCPFeatures   = Proto.Uint32("isakmp.vid.cp.features", "Checkpoint Features", field.Hex)
	fArubaProfile = Proto.String("isakmp.vid.aruba_via_auth_profile", "Auth Profile")
	fFortiRelease = Proto.Uint16("isakmp.vid.fortinet.fortigate.release", "Release", field.Dec)
	fFortiBuild   = Proto.Uint16("isakmp.vid.fortinet.fortigate.build", "Build", field.Dec)
)

// The prefixes behind which something stands.
const (
	unityPrefix        = "12f5f28c457168a9702d9fe274cc"
	windowsPrefix      = "1e2b516905991c7d7c96fcbfb587e461"
	concentratorPrefix = "1f07f70eaa6514d3b0fa96542a"
	nortelPrefix       = "424e4553000000"
	arubaPrefix        = "56494120417574682050726f66696c65203a20"
	fortigatePrefix    = "8299031757a36082c6a621de"
	checkPointPrefix   = "f4ed19e0c114eb516faaac0ee37daf2807b4381f"
)

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
	d.PutText(fVendorName, off, len(id), VendorName(id))
	if v := findVendor(id); v != nil {
		n := len(v.prefix) / 2
		vendorDetails(d, v.prefix, off+n, id[n:])
	} else if isText(id) {
		d.PutText(fVendorText, off, len(id), string(id))
	}
}

// vendorDetails puts the fields of rest, which begins at off behind the prefix.
func vendorDetails(d *field.Decoder, prefix string, off int, rest []byte) {
	put := func(f field.Field, at, n int) {
		if len(rest) >= at+n {
			d.Put(f, off+at, n, number(rest[at:at+n]))
		}
	}
	switch prefix {
	case unityPrefix:
		put(fUnityMajor, 0, 1)
		put(fUnityMinor, 1, 1)
	case windowsPrefix:
		put(fWindows, 0, 4)
	case checkPointPrefix:
		for i, f := range [...]field.U32{fCPProduct, fCPVersion, fCPTime, fCPReserved, fCPFeatures} {
			put(f, 4*i, 4)
		}
	case arubaPrefix:
		d.Put(fArubaProfile, off, len(rest), 0)
	case fortigatePrefix:
		put(fFortiRelease, 0, 2)
		put(fFortiBuild, 2, 2)
	}
}

var windowsNames = spans{
	{2, 2, "Windows 2000"},
	{3, 3, "Windows XP SP1"},
	{4, 4, "Windows 2003 and Windows XP SP2"},
	{5, 5, "Windows Vista"},
	{6, 6, "Windows Server 2008"},
	{7, 7, "Windows 7"},
	{8, 8, "Windows Server 2008 R2"},
	{9, 9, "Windows 8 and later"},
}

var checkPointProducts = spans{
	{1, 1, "Firewall-1"},
	{2, 2, "SecuRemote/SecureClient"},
}

var checkPointVersions = spans{
	{2, 2, "4.1"},
	{3, 3, "4.1 SP-1"},
	{4002, 4002, "4.1 (SP-2 or above)"},
	{5000, 5000, "NG"},
	{5001, 5001, "NG Feature Pack 1"},
	{5002, 5002, "NG Feature Pack 2"},
	{5003, 5003, "NG Feature Pack 3"},
	{5004, 5004, "NG with Application Intelligence"},
	{5005, 5005, "NG with Application Intelligence R55"},
	{5006, 5006, "NG with Application Intelligence R56"},
}
