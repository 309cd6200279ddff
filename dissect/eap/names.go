package eap

// codeName names the codes: RFC 3748, section 4, and RFC 6696, section 5.3.
func codeName(v uint64) string {
	switch v {
	case 1:
		return "Request"
	case 2:
		return "Response"
	case 3:
		return "Success"
	case 4:
		return "Failure"
	case 5:
		return "Initiate"
	case 6:
		return "Finish"
	}
	return ""
}

// typeName names the types, as IANA lists them.
func typeName(v uint64) string {
	switch v {
	case 1:
		return "Identity"
	case 2:
		return "Notification"
	case 3:
		return "Legacy Nak (Response Only)"
	case 4:
		return "MD5-Challenge EAP (EAP-MD5-CHALLENGE)"
	case 5:
		return "One-Time Password EAP (EAP-OTP)"
	case 6:
		return "Generic Token Card EAP (EAP-GTC)"
	case 7:
		return "Allocated"
	case 8:
		return "Allocated"
	case 9:
		return "RSA Public Key Authentication EAP (EAP-RSA-PKA)"
	case 10:
		return "DSS Unilateral EAP (EAP-DSS)"
	case 11:
		return "KEA EAP (EAP-KEA)"
	case 12:
		return "KEA Validate EAP (EAP-KEA-VALIDATE)"
	case 13:
		return "TLS EAP (EAP-TLS)"
	case 14:
		return "Defender Token EAP (EAP-AXENT)"
	case 15:
		return "RSA Security SecurID EAP (EAP-RSA-SECURID)"
	case 16:
		return "Arcot Systems EAP (EAP-ARCOT-SYSTEMS)"
	case 17:
		return "Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)"
	case 18:
		return "GSM Subscriber Identity Modules EAP (EAP-SIM)"
	case 19:
		return "Secure Remote Password SHA1 Part 1 EAP (EAP-SRP-SHA1-PART1)"
	case 20:
		return "Secure Remote Password SHA1 Part 2 EAP (EAP-SRP-SHA1-PART2)"
	case 21:
		return "Tunneled TLS EAP (EAP-TTLS)"
	case 22:
		return "Remote Access Service EAP (EAP-RAS)"
	case 23:
		return "UMTS Authentication and Key Agreement EAP (EAP-AKA)"
	case 24:
		return "3Com Wireless EAP (EAP-3COM-WIRELESS)"
	case 25:
		return "Protected EAP (EAP-PEAP)"
	case 26:
		return "MS-Authentication EAP (EAP-MS-AUTH)"
	case 27:
		return "Mutual Authentication w/Key Exchange EAP (EAP-MAKE)"
	case 28:
		return "CRYPTOCard EAP (EAP-CRYPTOCARD)"
	case 29:
		return "MS-CHAP-v2 EAP (EAP-MS-CHAP-V2)"
	case 30:
		return "DynamID EAP (EAP-DYNAMID)"
	case 31:
		return "Rob EAP (EAP-ROB)"
	case 32:
		return "Protected One-Time Password EAP (EAP-POTP)"
	case 33:
		return "MS-Authentication TLV EAP (EAP-MS-AUTH-TLV)"
	case 34:
		return "SentriNET (EAP-SENTRINET)"
	case 35:
		return "Actiontec Wireless EAP (EAP-ACTIONTEC-WIRELESS)"
	case 36:
		return "Cogent Systems Biometrics Authentication EAP (EAP-COGENT-BIOMETRIC)"
	case 37:
		return "AirFortress EAP (EAP-AIRFORTRESS)"
	case 38:
		return "HTTP Digest EAP (EAP-HTTP-DIGEST)"
	case 39:
		return "SecureSuite EAP (EAP-SECURESUITE)"
	case 40:
		return "DeviceConnect EAP (EAP-DEVICECONNECT)"
	case 41:
		return "Simple Password Exponential Key Exchange EAP (EAP-SPEKE)"
	case 42:
		return "MOBAC EAP (EAP-MOBAC)"
	case 43:
		return "Flexible Authentication via Secure Tunneling EAP (EAP-FAST)"
	case 44:
		return "ZoneLabs EAP (EAP-ZLXEAP)"
	case 45:
		return "Link EAP (EAP-LINK)"
	case 46:
		return "Password Authenticated eXchange EAP (EAP-PAX)"
	case 47:
		return "Pre-Shared Key EAP (EAP-PSK)"
	case 48:
		return "Shared-secret Authentication and Key Establishment EAP (EAP-SAKE)"
	case 49:
		return "Internet Key Exchange v2 EAP (EAP-IKEv2)"
	case 50:
		return "UMTS Authentication and Key Agreement' EAP (EAP-AKA')"
	case 51:
		return "Generalized Pre-Shared Key EAP (EAP-GPSK)"
	case 52:
		return "Password EAP (EAP-pwd)"
	case 53:
		return "Encrypted Key Exchange v1 EAP (EAP-EKEv1)"
	case 55:
		return "Tunneled EAP protocol"
	case 254:
		return "Expanded Type"
	case 255:
		return "Experimental"
	}
	return ""
}

// simName names the messages of EAP-SIM: RFC 4186, section 11.
func simName(v uint64) string {
	switch v {
	case 10:
		return "Start"
	case 11:
		return "Challenge"
	case 12:
		return "Notification"
	case 13:
		return "Re-authentication"
	case 14:
		return "Client-Error"
	}
	return ""
}

// akaName names the messages of EAP-AKA: RFC 4187, section 11.
func akaName(v uint64) string {
	switch v {
	case 1:
		return "AKA-Challenge"
	case 2:
		return "AKA-Authentication-Reject"
	case 4:
		return "AKA-Synchronization-Failure"
	case 5:
		return "AKA-Identity"
	case 12:
		return "Notification"
	case 13:
		return "Re-authentication"
	case 14:
		return "Client-Error"
	}
	return ""
}
