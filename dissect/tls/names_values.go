package tls

import "sort"

// A suite is a cipher suite.
type suite struct {
	code uint16
	name string
}

// suiteName names a cipher suite.
func suiteName(v uint64) string {
	for _, list := range [...][]suite{oldSuites, newSuites} {
		i := sort.Search(len(list), func(i int) bool { return uint64(list[i].code) >= v })
		if i < len(list) && uint64(list[i].code) == v {
			return list[i].name
		}
	}
	return grease(v)
}

// grease names the values that clients make up so that servers get used to unknown
// ones: RFC 8701.
func grease(v uint64) string {
	if v>>8 == v&0xff && v&0x0f == 0x0a && v <= 0xffff {
		return "Reserved (GREASE)"
	}
	return ""
}

// ContentName names a content type of records: RFC 8446, appendix B.1; RFC 6520, section 2. It is "" for others.
func ContentName(v uint64) string {
	switch v {
	case cipherSpec:
		return "Change Cipher Spec"
	case alert:
		return "Alert"
	case handshake:
		return "Handshake"
	case application:
		return "Application Data"
	case heartbeat:
		return "Heartbeat"
	}
	return ""
}

// VersionName names a version of the protocol, "" for one that is not known.
func VersionName(v uint64) string {
	switch v {
	case 0x0300:
		return "SSL 3.0"
	case 0x0301:
		return "TLS 1.0"
	case 0x0302:
		return "TLS 1.1"
	case 0x0303:
		return "TLS 1.2"
	case 0x0304:
		return "TLS 1.3"
	}
	return grease(v)
}

// LevelName names a level of alerts: RFC 8446, appendix B.2. It is "" for others.
func LevelName(v uint64) string {
	switch v {
	case 1:
		return "Warning"
	case 2:
		return "Fatal"
	}
	return ""
}

func compressionName(v uint64) string {
	switch v {
	case 0:
		return "null"
	case 1:
		return "DEFLATE"
	}
	return ""
}

func nameType(v uint64) string {
	if v == 0 {
		return "host_name"
	}
	return ""
}

// formatName names a format of points: RFC 8422, section 5.1.2.
func formatName(v uint64) string {
	switch v {
	case 0:
		return "uncompressed"
	case 1:
		return "ansiX962_compressed_prime"
	case 2:
		return "ansiX962_compressed_char2"
	}
	return ""
}
