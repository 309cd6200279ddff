package isakmp

import (
	"unicode/utf16"

	"github.com/pktscope/pktscope/dissect/field"
)

// Tags of DER: X.690, section 8.
const (
	derInteger   = 0x02
	derOID       = 0x06
	derBMPString = 0x1e
	derSequence  = 0x30
	derSet       = 0x31
	derContext0  = 0xa0 // of a certificate: its version; of RSASSA-PSS: its hash
)

// derElement splits b into its first element's body and what follows it; whole
// is the element with its tag and length. ok is false where b is no DER.
func derElement(b []byte) (tag byte, body, whole, rest []byte, ok bool) {
	if len(b) < 2 {
		return 0, nil, nil, nil, false
	}
	at, size := 2, int(b[1])
	if size >= 0x80 {
		n := size & 0x7f
		if n == 0 || n > 3 || len(b) < 2+n {
			return 0, nil, nil, nil, false
		}
		at, size = 2+n, int(number(b[2:2+n]))
	}
	if len(b)-at < size {
		return 0, nil, nil, nil, false
	}
	return b[0], b[at : at+size], b[:at+size], b[at+size:], true
}

// maxRDNs bounds the parts of a name that are printed.
const maxRDNs = 16

// appendDN appends the distinguished name in der, the most specific part first (RFC
// 4514). names returns the name of an attribute.
func appendDN(b, der []byte, names func(oid string) string) []byte {
	tag, list, _, _, ok := derElement(der)
	if !ok || tag != derSequence {
		return b
	}
	var rdns [maxRDNs][]byte
	n := 0
	for n < maxRDNs && len(list) > 0 {
		tag, body, _, rest, ok := derElement(list)
		if !ok || tag != derSet {
			break
		}
		rdns[n], list = body, rest
		n++
	}
	for i := n - 1; i >= 0; i-- {
		b = appendRDN(b, rdns[i], names)
		if i > 0 {
			b = append(b, ',')
		}
	}
	return b
}

// appendRDN appends the attributes of one part of a name.
func appendRDN(b, set []byte, names func(oid string) string) []byte {
	sep := ""
	for {
		_, pair, _, rest, ok := derElement(set)
		if !ok {
			return b
		}
		tag, oid, _, value, ok := derElement(pair)
		if !ok || tag != derOID {
			return b
		}
		b = append(b, sep...)
		if name := names(string(oid)); name != "" {
			b = append(b, name...)
		} else {
			b = field.AppendOID(b, oid)
		}
		b = append(b, '=')
		if tag, text, _, _, ok := derElement(value); ok {
			b = appendDERText(b, tag, text)
		}
		set, sep = rest, "+"
	}
}

// appendDERText appends a string of any of ASN.1's types.
func appendDERText(b []byte, tag byte, text []byte) []byte {
	if tag != derBMPString {
		return field.AppendEscaped(b, text)
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
	}
	return field.AppendEscaped(b, []byte(string(utf16.Decode(units))))
}

// certificateSubject is the subject of a certificate, nil where der holds none:
// RFC 5280, section 4.1.
func certificateSubject(der []byte) []byte {
	_, cert, _, _, ok := derElement(der)
	if !ok {
		return nil
	}
	tag, rest, _, _, ok := derElement(cert)
	if !ok || tag != derSequence {
		return nil
	}
	if len(rest) > 0 && rest[0] == derContext0 {
		_, _, _, rest, ok = derElement(rest)
	}
	// the serial number, the signature's algorithm, the issuer, the validity
	for i := 0; i < 4 && ok; i++ {
		_, _, _, rest, ok = derElement(rest)
	}
	tag, _, subject, _, ok := derElement(rest)
	if !ok || tag != derSequence {
		return nil
	}
	return subject
}

// rdnName is the short name of an attribute of a name: RFC 4514, section 3.
func rdnName(oid string) string {
	switch oid {
	case "\x55\x04\x03":
		return "CN"
	case "\x55\x04\x04":
		return "SN"
	case "\x55\x04\x05":
		return "serialNumber"
	case "\x55\x04\x06":
		return "C"
	case "\x55\x04\x07":
		return "L"
	case "\x55\x04\x08":
		return "ST"
	case "\x55\x04\x09":
		return "STREET"
	case "\x55\x04\x0a":
		return "O"
	case "\x55\x04\x0b":
		return "OU"
	case "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01":
		return "UID"
	case "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19":
		return "DC"
	case "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01":
		return "emailAddress"
	}
	return ""
}

// rdnLongName is Wireshark's name of the same.
func rdnLongName(oid string) string {
	switch oid {
	case "\x55\x04\x03":
		return "id-at-commonName"
	case "\x55\x04\x04":
		return "id-at-surname"
	case "\x55\x04\x05":
		return "id-at-serialNumber"
	case "\x55\x04\x06":
		return "id-at-countryName"
	case "\x55\x04\x07":
		return "id-at-localityName"
	case "\x55\x04\x08":
		return "id-at-stateOrProvinceName"
	case "\x55\x04\x09":
		return "id-at-streetAddress"
	case "\x55\x04\x0a":
		return "id-at-organizationName"
	case "\x55\x04\x0b":
		return "id-at-organizationalUnitName"
	case "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19":
		return "dc"
	case "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01":
		return "pkcs-9-at-emailAddress"
	}
	return ""
}
