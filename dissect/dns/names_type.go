package dns

// A typeRow is a type of records: the registry "Resource Record (RR) TYPEs" of
// IANA. The meaning is Wireshark's, in brackets as lines of the detail have it.
type typeRow struct{ name, meaning string }

// typeOf returns the row of a type, an empty one for a type without a name.
func typeOf(v uint16) typeRow {
	switch v {
	case 0:
		return typeRow{"Unused", ""}
	case 1:
		return typeRow{"A", "(Host Address)"}
	case 2:
		return typeRow{"NS", "(authoritative Name Server)"}
	case 3:
		return typeRow{"MD", "(Mail Destination)"}
	case 4:
		return typeRow{"MF", "(Mail Forwarder)"}
	case 5:
		return typeRow{"CNAME", "(Canonical NAME for an alias)"}
	case 6:
		return typeRow{"SOA", "(Start Of a zone of Authority)"}
	case 7:
		return typeRow{"MB", "(MailBox domain name)"}
	case 8:
		return typeRow{"MG", "(Mail Group member)"}
	case 9:
		return typeRow{"MR", "(Mail Rename domain)"}
	case 10:
		return typeRow{"NULL", "(RR)"}
	case 11:
		return typeRow{"WKS", "(Well Known Service)"}
	case 12:
		return typeRow{"PTR", "(domain name PoinTeR)"}
	case 13:
		return typeRow{"HINFO", "(host information)"}
	case 14:
		return typeRow{"MINFO", "(Mailbox or mail list information)"}
	case 15:
		return typeRow{"MX", "(Mail eXchange)"}
	case 16:
		return typeRow{"TXT", "(Text strings)"}
	case 17:
		return typeRow{"RP", "(Responsible Person)"}
	case 18:
		return typeRow{"AFSDB", "(AFS Data Base location)"}
	case 19:
		return typeRow{"X25", "(XX.25 PSDN address)"}
	case 20:
		return typeRow{"ISDN", "(ISDN address)"}
	case 21:
		return typeRow{"RT", "(Route Through)"}
	case 22:
		return typeRow{"NSAP", "(NSAP address)"}
	case 23:
		return typeRow{"NSAP-PTR", "(NSAP domain name pointer)"}
	case 24:
		return typeRow{"SIG", "(security signature)"}
	case 25:
		return typeRow{"KEY", "(security key)"}
	case 26:
		return typeRow{"PX", "(X.400 mail mapping information)"}
	case 27:
		return typeRow{"GPOS", "(Geographical Position)"}
	case 28:
		return typeRow{"AAAA", "(IP6 Address)"}
	case 29:
		return typeRow{"LOC", "(Location Information)"}
	case 30:
		return typeRow{"NXT", "(Next Domain)"}
	case 31:
		return typeRow{"EID", "(Endpoint Identifier)"}
	case 32:
		return typeRow{"NIMLOC", "(Nimrod Locator)"}
	case 33:
		return typeRow{"SRV", "(Server Selection)"}
	case 34:
		return typeRow{"ATMA", "(ATM Address)"}
	case 35:
		return typeRow{"NAPTR", "(Naming Authority Pointer)"}
	case 36:
		return typeRow{"KX", "(Key Exchanger)"}
	case 37:
		return typeRow{"CERT", ""}
	case 38:
		return typeRow{"A6", "(OBSOLETE - use AAAA)"}
	case 39:
		return typeRow{"DNAME", ""}
	case 40:
		return typeRow{"SINK", ""}
	case 41:
		return typeRow{"OPT", ""}
	case 42:
		return typeRow{"APL", ""}
	case 43:
		return typeRow{"DS", "(Delegation Signer)"}
	case 44:
		return typeRow{"SSHFP", "(SSH Key Fingerprint)"}
	case 45:
		return typeRow{"IPSECKEY", ""}
	case 46:
		return typeRow{"RRSIG", "(Resource Record Signature)"}
	case 47:
		return typeRow{"NSEC", "(Next Secure)"}
	case 48:
		return typeRow{"DNSKEY", "(DNS Public Key)"}
	case 49:
		return typeRow{"DHCID", ""}
	case 50:
		return typeRow{"NSEC3", ""}
	case 51:
		return typeRow{"NSEC3PARAM", ""}
	case 52:
		return typeRow{"TLSA", ""}
	case 55:
		return typeRow{"HIP", "(Host Identity Protocol)"}
	case 57:
		return typeRow{"RKEY", ""}
	case 58:
		return typeRow{"TALINK", "(Trust Anchor LINK)"}
	case 59:
		return typeRow{"CDS", "(Child DS)"}
	case 60:
		return typeRow{"CDNSKEY", "(DNSKEY(s) the Child wants reflected in DS)"}
	case 61:
		return typeRow{"OPENPGPKEY", "(OpenPGP Key)"}
	case 62:
		return typeRow{"CSYNC", "(Child-to-Parent Synchronization)"}
	case 63:
		return typeRow{"ZONEMD", ""}
	case 64:
		return typeRow{"SVCB", "(General Purpose Service Endpoints)"}
	case 65:
		return typeRow{"HTTPS", "(HTTPS Specific Service Endpoints)"}
	case 66:
		return typeRow{"DSYNC", "(Endpoint discovery for delegation synchronization)"}
	case 99:
		return typeRow{"SPF", ""}
	case 100:
		return typeRow{"UINFO", ""}
	case 101:
		return typeRow{"UID", ""}
	case 102:
		return typeRow{"GID", ""}
	case 103:
		return typeRow{"UNSPEC", ""}
	case 104:
		return typeRow{"NID", "(NodeID)"}
	case 105:
		return typeRow{"L32", "(Locator32)"}
	case 106:
		return typeRow{"L64", "(Locator64)"}
	case 107:
		return typeRow{"LP", "(Locator FQDN)"}
	case 108:
		return typeRow{"EUI48", ""}
	case 109:
		return typeRow{"EUI64", ""}
	case 249:
		return typeRow{"TKEY", "(Transaction Key)"}
	case 250:
		return typeRow{"TSIG", "(Transaction Signature)"}
	case 251:
		return typeRow{"IXFR", "(incremental transfer)"}
	case 252:
		return typeRow{"AXFR", "(transfer of an entire zone)"}
	case 253:
		return typeRow{"MAILB", "(mailbox-related RRs)"}
	case 254:
		return typeRow{"MAILA", "(mail agent RRs)"}
	case 255:
		return typeRow{"ANY", "(A request for all records the server/cache has available)"}
	case 256:
		return typeRow{"URI", ""}
	case 257:
		return typeRow{"CAA", "(Certification Authority Restriction)"}
	case 258:
		return typeRow{"AVC", "(Application Visibility and Control)"}
	case 259:
		return typeRow{"DOA", "(Digital Object Architecture)"}
	case 260:
		return typeRow{"AMTRELAY", "(Automatic Multicast Tunneling Relay)"}
	case 261:
		return typeRow{"RESINFO", "(Resolver Information) "}
	case 262:
		return typeRow{"WALLET", "(Public Wallet Address) "}
	case 32768:
		return typeRow{"TA", "(DNSSEC Trust Authorities)"}
	case 32769:
		return typeRow{"DLV", "(DNSSEC Lookaside Validation)"}
	case 65281:
		return typeRow{"WINS", ""}
	case 65282:
		return typeRow{"WINS-R", ""}
	case 65422:
		return typeRow{"XPF", ""}
	}
	return typeRow{}
}
