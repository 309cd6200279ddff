package eap

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

// handshakeName names the messages of a handshake, as IANA lists them; "" for others.
func handshakeName(v uint64) string {
	switch v {
	case 0:
		return "Hello Request"
	case 1:
		return "Client Hello"
	case 2:
		return "Server Hello"
	case 3:
		return "Hello Verify Request"
	case 4:
		return "New Session Ticket"
	case 5:
		return "End of Early Data"
	case 6:
		return "Hello Retry Request"
	case 8:
		return "Encrypted Extensions"
	case 11:
		return "Certificate"
	case 12:
		return "Server Key Exchange"
	case 13:
		return "Certificate Request"
	case 14:
		return "Server Hello Done"
	case 15:
		return "Certificate Verify"
	case 16:
		return "Client Key Exchange"
	case 20:
		return "Finished"
	case 21:
		return "Client Certificate URL"
	case 22:
		return "Certificate Status"
	case 23:
		return "Supplemental Data"
	case 24:
		return "Key Update"
	case 25:
		return "Compressed Certificate"
	}
	return ""
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

// alerts are descriptions of alerts: RFC 8446, section 6, and IANA's list.
var alerts = [...]string{
	0: "Close Notify", 1: "End of Early Data", 10: "Unexpected Message", 20: "Bad Record MAC", 21: "Decryption Failed",
	22: "Record Overflow", 30: "Decompression Failure", 40: "Handshake Failure", 41: "No Certificate", 42: "Bad Certificate",
	43: "Unsupported Certificate", 44: "Certificate Revoked", 45: "Certificate Expired", 46: "Certificate Unknown",
	47: "Illegal Parameter", 48: "Unknown CA", 49: "Access Denied", 50: "Decode Error", 51: "Decrypt Error",
	60: "Export Restriction", 70: "Protocol Version", 71: "Insufficient Security", 80: "Internal Error",
	86: "Inappropriate Fallback", 90: "User Canceled", 100: "No Renegotiation", 109: "Missing Extension",
	110: "Unsupported Extension", 111: "Certificate Unobtainable", 112: "Unrecognized Name",
	113: "Bad Certificate Status Response", 114: "Bad Certificate Hash Value", 115: "Unknown PSK Identity",
	116: "Certificate Required", 120: "No application Protocol", 121: "ECH Required",
}

func alertName(v uint64) string {
	if v < uint64(len(alerts)) && alerts[v] != "" {
		return alerts[v]
	}
	return "Unknown"
}
