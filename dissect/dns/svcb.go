package dns

import "github.com/pktscope/pktscope/dissect/field"

// Service bindings: RFC 9460, section 2.2.
var (
	fSVCPriority = Proto.Uint16("dns.svcb.svcpriority", "SvcPriority", field.Dec)
	fSVCTarget   = Proto.String("dns.svcb.targetname", "TargetName")
	fSVCParam    = Proto.None("dns.svcb.svcparam", "SvcParam", field.Format(appendKept))
	fSVCKey      = Proto.Uint16("dns.svcb.svcparam.key", "SvcParamKey", field.Dec, field.Named(paramName))
	fSVCLen      = Proto.Uint16("dns.svcb.svcparam.value.length", "SvcParamValue length", field.Dec)
	fSVCValue    = Proto.Bytes("dns.svcb.svcparam.value", "SvcParamValue")
	fALPNLen     = Proto.Uint8("dns.svcb.svcparam.alpn.length", "ALPN length", field.Dec)
	fALPN        = Proto.String("dns.svcb.svcparam.alpn", "ALPN")
	fSVCPort     = Proto.Uint16("dns.svcb.svcparam.port", "Port", field.Dec)
	fHint4       = Proto.IPv4("dns.svcb.svcparam.ipv4hint.ip", "IP")
	fHint6       = Proto.IPv6("dns.svcb.svcparam.ipv6hint.ip", "IP")
)

// Parameters whose value is read: RFC 9460, section 14.3.2.
const (
	paramALPN  = 1
	paramPort  = 3
	paramHint4 = 4
	paramHint6 = 6
)

func (r *reading) serviceBinding() {
	d := r.d
	d.Uint16(fSVCPriority)
	r.name(fSVCTarget)
	for d.More() && !d.Bad() {
		start := d.Off()
		m := d.Begin(fSVCParam)
		key := d.Uint16(fSVCKey)
		n := int(d.Uint16(fSVCLen))
		d.Limit(m, fSVCLen, d.Off()-start+n)
		text := r.param(key)
		if r.shown() {
			d.TitleText(m, text)
		}
		r.end(m, fSVCLen)
	}
}

// param reads the value of a parameter. The text is its line in the tree, nil where there
// is no tree.
func (r *reading) param(key uint16) (text []byte) {
	d := r.d
	tree := d.Tree() != nil
	if tree {
		text = appendKnown([]byte("SvcParam: "), paramName(uint64(key)), "key", uint64(key), true)
	}
	for sep := byte('='); d.More() && !d.Bad(); sep = ',' {
		var value [64]byte
		v := r.value(key, value[:0])
		if tree && v != nil {
			text = append(append(text, sep), v...)
		}
	}
	return text
}

// value reads one of a parameter's values and appends it as text, if it has one.
func (r *reading) value(key uint16, b []byte) []byte {
	d := r.d
	switch key {
	case paramALPN:
		return append(b, r.text(fALPNLen, fALPN)...)
	case paramPort:
		return field.AppendUint(b, uint64(d.Uint16(fSVCPort)))
	case paramHint4:
		if a := d.IPv4(fHint4); a.IsValid() {
			return field.AppendIPv4(b, a.As4())
		}
	case paramHint6:
		if a := d.IPv6(fHint6); a.IsValid() {
			return field.AppendIPv6(b, a)
		}
	default:
		d.Bytes(fSVCValue, d.Len())
	}
	return nil
}

func paramName(v uint64) string {
	switch v {
	case 32769:
		return "odohconfig"
	case 65535:
		return "key65535"
	}
	return at(v, "mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp")
}
