package isakmp

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// unknownVendor is the name of an unlisted vendor ID.
const unknownVendor = "Unknown Vendor ID"

// AnnouncesTraversal reports whether the vendor ID id says that its sender knows NAT
// traversal: RFC 3947, section 3.1, or a draft of it.
func AnnouncesTraversal(id []byte) bool {
	v := findVendor(id)
	return v != nil && (strings.HasPrefix(v.name, "RFC 3947") || strings.HasPrefix(v.name, "draft-ietf-ipsec-nat-t-ike") || strings.HasPrefix(v.name, "draft-stenberg-ipsec-nat-traversal"))
}

// VendorName is the name of what sends id as its vendor ID.
func VendorName(id []byte) string {
	if v := findVendor(id); v != nil {
		return v.name
	}
	// FreeS/WAN's form, a hash in letters, of an unlisted version.
	if len(id) == 12 && id[0] == 'O' {
		switch {
		case string(id[:3]) == "OSW":
			return "Openswan"
		case id[1] == 'E':
			return "FreeS/WAN, Openswan or Libreswan"
		}
	}
	if len(id) >= 15 && string(id[9:15]) == "Teldat" {
		return "Teldat"
	}
	return unknownVendor
}

// findVendor is the row of the longest prefix that id begins with, nil without
// one.
func findVendor(id []byte) *vendorID {
	for {
		at, found := slices.BinarySearchFunc(vendorIDs[:], id, func(v vendorID, id []byte) int { return compareHex(v.prefix, id) })
		if found {
			return &vendorIDs[at]
		}
		if at == 0 {
			return nil
		}
		// The row before is the greatest that is less than id: what is a
		// prefix of id and less than that row is one of theirs in common.
		v := &vendorIDs[at-1]
		n := common(v.prefix, id)
		if 2*n == len(v.prefix) {
			return v
		}
		id = id[:n]
	}
}

// compareHex compares bytes in hexadecimal with bytes.
func compareHex(hex string, b []byte) int {
	n := common(hex, b)
	switch {
	case 2*n == len(hex) && n == len(b):
		return 0
	case 2*n == len(hex):
		return -1
	case n == len(b):
		return 1
	}
	return int(hexByte(hex, n)) - int(b[n])
}

// common is how many bytes both begin with.
func common(hex string, b []byte) (n int) {
	for n < len(b) && 2*n < len(hex) && hexByte(hex, n) == b[n] {
		n++
	}
	return n
}

// hexByte is byte i of what hex says.
func hexByte(hex string, i int) byte { return nibble(hex[2*i])<<4 | nibble(hex[2*i+1]) }

func nibble(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}

// AppendVendor appends the name of the vendor ID id, with its version if id has one:
// "CISCO-UNITY 1.0". An unlisted id is appended itself if it is text.
func AppendVendor(b, id []byte) []byte {
	v := findVendor(id)
	if v == nil {
		name := VendorName(id)
		if name == unknownVendor && isText(id) {
			return append(b, id...)
		}
		return append(b, name...)
	}
	b = append(b, v.name...)
	return appendVersion(b, v.prefix, id[len(v.prefix)/2:])
}

// isText reports whether id is text, as OpenIKED's is, and not a hash of one.
func isText(id []byte) bool { return len(id) >= 4 && printable(id) }

// appendVersion appends what rest, behind the prefix, says of the version.
func appendVersion(b []byte, prefix string, rest []byte) []byte {
	switch prefix {
	case unityPrefix:
		if len(rest) == 2 {
			return appendDotted(append(b, ' '), rest[0], rest[1])
		}
	case windowsPrefix:
		if len(rest) >= 4 {
			if s := windowsNames.name(number(rest[:4])); s != "" {
				return append(append(b, ", "...), s...)
			}
		}
	case concentratorPrefix:
		if len(rest) == 3 { // 'P', and 0407 for 4.0.7
			return appendDotted(append(b, ' '), rest[1], rest[2]>>4, rest[2]&15)
		}
	case checkPointPrefix:
		if len(rest) >= 8 {
			b = append(append(b, ", "...), checkPointProducts.name(number(rest[:4]))...)
			return append(append(b, ' '), checkPointVersions.name(number(rest[4:8]))...)
		}
	case fortigatePrefix:
		if len(rest) >= 4 {
			b = field.AppendUint(append(b, " release "...), number(rest[:2]))
			return field.AppendUint(append(b, " build "...), number(rest[2:4]))
		}
	case nortelPrefix:
		if len(rest) >= 1 {
			return field.AppendUint(append(b, ' '), uint64(rest[0]))
		}
	default:
		if len(rest) > 0 && printable(rest) { // "TIMESTEP 1 SGW 1520 315 2.01E013"
			return append(append(b, ' '), trimSpace(rest)...)
		}
	}
	return b
}

func appendDotted(b []byte, parts ...byte) []byte {
	for i, p := range parts {
		if i > 0 {
			b = append(b, '.')
		}
		b = field.AppendUint(b, uint64(p))
	}
	return b
}

func printable(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' || c > '~' })
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	return b
}
