package dns

import "github.com/pktscope/pktscope/dissect/field"

// opcodeName names an operation: IANA, "DNS OpCodes".
func opcodeName(v uint64) string {
	switch v {
	case 0:
		return "Standard query"
	case 1:
		return "Inverse query"
	case 2:
		return "Server status request"
	case 4:
		return "Zone change notification"
	case opcodeUpdate:
		return "Dynamic update"
	case opcodeDSO:
		return "DNS Stateful operations (DSO)"
	}
	return ""
}

// rcodeName names a reply code: IANA, "DNS RCODEs".
func rcodeName(v uint64) string {
	names := [...]string{
		"No error", "Format error", "Server failure", "No such name", "Not implemented", "Refused", "Name exists",
		"RRset exists", "RRset does not exist", "Not authoritative", "Name out of zone", "DSO-Type not implemented",
		16: "Bad OPT Version or TSIG Signature Failure", 17: "Key not recognized", 18: "Signature out of time window",
		19: "Bad TKEY Mode", 20: "Duplicate key name", 21: "Algorithm not supported", 22: "Bad Truncation",
		23: "Bad/missing Server Cookie",
	}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// Classes of records.
const (
	classIN    = 1
	classCHAOS = 3
)

// className names a class: IANA, "DNS CLASSes".
func className(v uint64) string {
	switch v {
	case classIN:
		return "IN"
	case 2:
		return "CS"
	case classCHAOS:
		return "CH"
	case 4:
		return "HS"
	case 254:
		return "NONE"
	case 255:
		return "ANY"
	}
	return ""
}

// Types of records that are read.
const (
	typeA          = 1
	typeNS         = 2
	typeCNAME      = 5
	typeSOA        = 6
	typeNULL       = 10
	typePTR        = 12
	typeHINFO      = 13
	typeMX         = 15
	typeTXT        = 16
	typeRP         = 17
	typeAAAA       = 28
	typeSRV        = 33
	typeNAPTR      = 35
	typeDNAME      = 39
	typeOPT        = 41
	typeDS         = 43
	typeSSHFP      = 44
	typeRRSIG      = 46
	typeNSEC       = 47
	typeDNSKEY     = 48
	typeNSEC3      = 50
	typeNSEC3PARAM = 51
	typeTLSA       = 52
	typeCDS        = 59
	typeSVCB       = 64
	typeHTTPS      = 65
	typeSPF        = 99
	typeCAA        = 257
)

// appendType appends the name of a type: "AAAA", "Unknown (999)".
func appendType(b []byte, v uint16) []byte {
	return appendKnown(b, typeOf(v).name, "Unknown", uint64(v), true)
}

// typeName names a type, in the tree and for filters.
func typeName(v uint64) string { return typeOf(uint16(v)).name }

// appendTypeLabel appends "Type: AAAA (28) (IP6 Address)".
func appendTypeLabel(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	row := typeOf(uint16(n.Val))
	name := row.name
	if name == "" {
		name = "Unknown"
	}
	b = append(field.AppendUint(append(append(b, name...), " ("...), n.Val), ") "...)
	if row.name == "" {
		return appendType(b, uint16(n.Val))
	}
	return append(b, row.meaning...)
}

// appendSeconds appends "Time to live: 300 (5 minutes)".
func appendSeconds(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), ": "...), n.Val)
	if n.Val == 0 {
		return append(b, " (0 seconds)"...)
	}
	return append(field.AppendDuration(append(b, " ("...), int64(n.Val)*1e9), ')')
}
