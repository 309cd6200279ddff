package dns

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// Data of records: RFC 1035, section 3.3, unless said otherwise.
var (
	fA          = Proto.IPv4("dns.a", "Address")
	fAAAA       = Proto.IPv6("dns.aaaa", "AAAA Address") // RFC 3596
	fChaosName  = Proto.String("dns.a.ch.domain", "Chaos Domain")
	fChaosAddr  = Proto.Uint16("dns.a.ch.addr", "Chaos Address", field.Dec)
	fNS         = Proto.String("dns.ns", "Name Server")
	fCNAME      = Proto.String("dns.cname", "CNAME")
	fDNAME      = Proto.String("dns.dname", "Dname") // RFC 6672
	fPTR        = Proto.String("dns.ptr.domain_name", "Domain Name")
	fPreference = Proto.Uint16("dns.mx.preference", "Preference", field.Dec)
	fExchange   = Proto.String("dns.mx.mail_exchange", "Mail Exchange")
	fTXTLen     = Proto.Uint8("dns.txt.length", "TXT Length", field.Dec)
	fTXT        = Proto.String("dns.txt", "TXT")
	fSPFLen     = Proto.Uint8("dns.spf.length", "SPF Length", field.Dec)
	fSPF        = Proto.String("dns.spf", "SPF")
	fCPULen     = Proto.Uint8("dns.hinfo.cpu_length", "CPU Length", field.Dec)
	fCPU        = Proto.String("dns.hinfo.cpu", "CPU")
	fOSLen      = Proto.Uint8("dns.hinfo.os_length", "OS Length", field.Dec)
	fOS         = Proto.String("dns.hinfo.os", "OS")
	fNull       = Proto.Bytes("dns.null", "Null (data)")
	fData       = Proto.Bytes("dns.data", "Data")

	fPrimary = Proto.String("dns.soa.mname", "Primary name server")
	fMailbox = Proto.String("dns.soa.rname", "Responsible authority's mailbox")
	fMailto  = Proto.Generated("dns.soa.rname.name", "Responsible authority's mailbox name", field.Text, field.Dec, 0)
	fSerial  = Proto.Uint32("dns.soa.serial_number", "Serial Number", field.Dec)
	fRefresh = Proto.Uint32("dns.soa.refresh_interval", "Refresh Interval", field.Dec, field.Format(appendSeconds))
	fRetry   = Proto.Uint32("dns.soa.retry_interval", "Retry Interval", field.Dec, field.Format(appendSeconds))
	fExpire  = Proto.Uint32("dns.soa.expire_limit", "Expire limit", field.Dec, field.Format(appendSeconds))
	fMinimum = Proto.Uint32("dns.soa.minimum_ttl", "Minimum TTL", field.Dec, field.Format(appendSeconds))

	// RFC 2782
	fPriority = Proto.Uint16("dns.srv.priority", "Priority", field.Dec)
	fWeight   = Proto.Uint16("dns.srv.weight", "Weight", field.Dec)
	fPort     = Proto.Uint16("dns.srv.port", "Port", field.Dec)
	fTarget   = Proto.String("dns.srv.target", "Target")

	fRPMailbox = Proto.String("dns.rp.mailbox", "Mailbox") // RFC 1183
	fRPText    = Proto.String("dns.rp.txt_rr", "TXT RR")
)

// data reads the data of a record. What has no fields here is passed over.
func (r *reading) data(typ uint16) {
	switch typ {
	case typeA:
		r.address()
	case typeAAAA:
		a := r.d.IPv6(fAAAA)
		if !r.d.Bad() {
			r.line = field.AppendIPv6(append(r.line, ' '), a)
		}
		if r.shown() {
			r.title = field.AppendIPv6(append(r.title, ", addr "...), a)
		}
	case typeNS:
		r.target(fNS, ", ns ")
	case typeCNAME:
		r.target(fCNAME, ", cname ")
	case typeDNAME:
		r.target(fDNAME, ", dname ")
	case typePTR:
		r.target(fPTR, ", ")
	case typeSOA:
		r.authority()
	case typeMX:
		v := r.d.Uint16(fPreference)
		n := r.name(fExchange)
		r.tellNumber(uint64(v))
		r.tellName(n)
		r.callNumber(", preference ", uint64(v))
		r.callName(", mx ", n)
	case typeSRV:
		r.service4()
	case typeHINFO:
		r.host()
	case typeTXT:
		r.texts(fTXTLen, fTXT)
	case typeSPF:
		r.texts(fSPFLen, fSPF)
	case typeNULL:
		r.d.Bytes(fNull, r.d.Len())
	case typeRP:
		r.name(fRPMailbox)
		r.name(fRPText)
	case typeNAPTR:
		r.naptr()
	case typeOPT:
		r.options()
	default:
		r.secure(typ)
	}
}

// target reads data that is a name.
func (r *reading) target(f field.Str, what string) {
	n := r.name(f)
	r.tellName(n)
	r.callName(what, n)
}

// address reads the data of type A, which has another form in the class of CHAOS.
func (r *reading) address() {
	d := r.d
	switch r.dataClass {
	case classIN:
		a := d.IPv4(fA)
		if d.Bad() {
			return
		}
		r.line = field.AppendIPv4(append(r.line, ' '), a.As4())
		if d.Tree() != nil {
			r.title = field.AppendIPv4(append(r.title, ", addr "...), a.As4())
		}
	case classCHAOS:
		n := r.name(fChaosName)
		v := d.Uint16(fChaosAddr)
		r.tellNumber(uint64(v))
		r.tellName(n)
	default:
		if d.More() {
			d.Bytes(fData, d.Len())
		}
	}
}

// authority reads the data of type SOA.
func (r *reading) authority() {
	d := r.d
	n := r.name(fPrimary)
	r.tellName(n)
	r.callName(", mname ", n)
	off := d.Off()
	m := r.name(fMailbox)
	if r.shown() {
		d.GenerateTextOver(fMailto, off, d.Off()-off, []byte(mailbox(string(r.appendName(nil, m)))))
	}
	d.Uint32(fSerial)
	d.Uint32(fRefresh)
	d.Uint32(fRetry)
	d.Uint32(fExpire)
	d.Uint32(fMinimum)
}

// mailbox is the address that a name stands for, whose first dot is its "@": RFC 1035,
// section 8.
func mailbox(name string) string {
	for i, c := range []byte(name) {
		if c == '.' {
			return name[:i] + "@" + name[i+1:]
		}
	}
	return name
}

// service4 reads the data of type SRV.
func (r *reading) service4() {
	d := r.d
	priority, weight, port := d.Uint16(fPriority), d.Uint16(fWeight), d.Uint16(fPort)
	n := r.name(fTarget)
	r.tellNumber(uint64(priority))
	r.tellNumber(uint64(weight))
	r.tellNumber(uint64(port))
	r.tellName(n)
	r.callNumber(", priority ", uint64(priority))
	r.callNumber(", weight ", uint64(weight))
	r.callNumber(", port ", uint64(port))
	r.callName(", target ", n)
}

// host reads the data of type HINFO.
func (r *reading) host() {
	cpu := r.text(fCPULen, fCPU)
	os := r.text(fOSLen, fOS)
	r.tellText(cpu)
	r.tellText(os)
	if r.shown() {
		r.title = field.AppendEscaped(append(r.title, ", CPU "...), cpu)
		r.title = field.AppendEscaped(append(r.title, ", OS "...), os)
	}
}

// text reads a string with its length before it: RFC 1035, section 3.3.
func (r *reading) text(length field.U8, f field.Str) []byte {
	return r.d.TextN(f, int(r.d.Uint8(length)))
}

func (r *reading) texts(length field.U8, f field.Str) {
	for r.d.More() {
		r.text(length, f)
	}
}

// RFC 3403, section 4.1.
var (
	fOrder       = Proto.Uint16("dns.naptr.order", "Order", field.Dec)
	fNAPTRPref   = Proto.Uint16("dns.naptr.preference", "Preference", field.Dec)
	fFlagsLen    = Proto.Uint8("dns.naptr.flags_length", "Flags Length", field.Dec)
	fFlags       = Proto.String("dns.naptr.flags", "Flags")
	fServiceLen  = Proto.Uint8("dns.naptr.service_length", "Service Length", field.Dec)
	fServices    = Proto.String("dns.naptr.service", "Service")
	fRegexLen    = Proto.Uint8("dns.naptr.regex_length", "Regex Length", field.Dec)
	fRegex       = Proto.String("dns.naptr.regex", "Regex")
	fReplaceLen  = Proto.Generated("dns.naptr.replacement_length", "Replacement Length", field.Uint, field.Dec, 1)
	fReplacement = Proto.String("dns.naptr.replacement", "Replacement")
)

func (r *reading) naptr() {
	d := r.d
	order, preference := d.Uint16(fOrder), d.Uint16(fNAPTRPref)
	flags := r.text(fFlagsLen, fFlags)
	r.text(fServiceLen, fServices)
	r.text(fRegexLen, fRegex)
	if d.Tree() != nil {
		if n, _ := r.walk(fReplacement); !d.Bad() {
			d.Generate(fReplaceLen, uint64(n.length()))
		}
	}
	r.name(fReplacement)
	r.tellNumber(uint64(order))
	r.tellNumber(uint64(preference))
	r.tellText(flags)
	r.callNumber(", order ", uint64(order))
	r.callNumber(", preference ", uint64(preference))
	if r.shown() {
		r.title = field.AppendEscaped(append(r.title, ", flags "...), flags)
	}
}
