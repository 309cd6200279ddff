package eap

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/tls"
)

// contentName names the content types of records: RFC 8446, appendix B.1.
func contentName(v uint64) string {
	switch v {
	case contentCipherSpec:
		return "Change Cipher Spec"
	case contentAlert:
		return "Alert"
	case contentHandshake:
		return "Handshake"
	case contentData:
		return "Application Data"
	}
	return ""
}

func versionName(v uint64) string {
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
	return ""
}

// shortVersion is "TLSv1.2".
func shortVersion(v uint64) string {
	switch v {
	case 0x0300:
		return "SSLv3"
	case 0x0301:
		return "TLSv1"
	case 0x0302:
		return "TLSv1.1"
	case 0x0304:
		return "TLSv1.3"
	}
	return "TLSv1.2"
}

func alertLevel(v uint64) string {
	switch v {
	case 1:
		return "Warning"
	case 2:
		return "Fatal"
	}
	return "Unknown"
}

func alertName(v uint64) string {
	return cmp.Or(tls.AlertName(v), "Unknown")
}
