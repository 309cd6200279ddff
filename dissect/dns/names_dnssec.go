package dns

// algorithmName names an algorithm of signatures: IANA, "DNS Security Algorithm
// Numbers".
func algorithmName(v uint64) string {
	switch v {
	case 1:
		return "RSA/MD5"
	case 2:
		return "Diffie-Hellman"
	case 3:
		return "DSA"
	case 4:
		return "Elliptic curve crypto"
	case 5:
		return "RSA/SHA1"
	case 6:
		return "DSA + NSEC3/SHA1"
	case 7:
		return "RSA/SHA1 + NSEC3/SHA1"
	case 8:
		return "RSA/SHA-256"
	case 10:
		return "RSA/SHA-512"
	case 12:
		return "GOST R 34.10-2001"
	case 13:
		return "ECDSA Curve P-256 with SHA-256"
	case 14:
		return "ECDSA Curve P-384 with SHA-384"
	case 15:
		return "Ed25519"
	case 16:
		return "Ed448"
	case 157:
		return "HMAC/MD5"
	case 252:
		return "Indirect key"
	case 253:
		return "Private, domain name"
	case 254:
		return "Private, OID"
	}
	return ""
}

// at returns the name at v, "" where there is none.
func at(v uint64, names ...string) string {
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

func digestName(v uint64) string {
	return at(v, "Reserved digest", "SHA-1", "SHA-256", "GOST R 34.11-94", "SHA-384")
}

func hashName(v uint64) string { return at(v, "Reserved", "SHA-1") }

func sshName(v uint64) string {
	return at(v, "Reserved", "RSA", "DSA", "ECDSA", "Ed25519", "XMSS")
}

func fingerprintName(v uint64) string { return at(v, "Reserved", "SHA1", "SHA256") }

func usageName(v uint64) string {
	return at(v, "CA constraint (PKIX-TA)", "Service certificate constraint (PKIX-EE)",
		"Trust anchor assertion (DANE-TA)", "Domain-issued certificate (DANE-EE)")
}

func selectorName(v uint64) string {
	return at(v, "Full certificate (Cert)", "SubjectPublicKeyInfo (SPKI)")
}

func matchName(v uint64) string {
	return at(v, "No Hash Used (Full)", "256 bit hash by SHA2 (SHA2-256)", "512 bit hash by SHA2 (SHA2-512)")
}

// errorName names what an Extended DNS Error tells: RFC 8914, section 5.2.
func errorName(v uint64) string {
	if s := at(v, "Other Error", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
		"DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
		"RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
		"Filtered", "Prohibited", "Stale NXDomain Answer", "Not Authoritative", "Not Supported", "No Reachable Authority",
		"Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early", "Unsupported NSEC3 Iterations Value",
		"Unable to conform to policy", "Synthesized"); s != "" {
		return s
	}
	return "Unassigned"
}
