package dns

import "github.com/pktscope/pktscope/dissect/field"

// Certification authorities: RFC 8659, section 4.1.
var (
	bitCritical = Proto.Bit("dns.caa.flags.issuer_critical", "Issuer Critical", 0x80, field.Two("Critical", "Not critical"))
	fCAAFlags   = Proto.Uint8("dns.caa.flags", "CAA Flags", field.Hex, field.Bits(bitCritical))
	fIssue      = Proto.String("dns.caa.issue", "Issue")
	fIssueWild  = Proto.String("dns.caa.issuewild", "Issue Wildcard")
	fIodef      = Proto.String("dns.caa.iodef", "Report URL")
	fOtherTag   = Proto.String("dns.caa.unknown", "Unknown tag")
	fTagLen     = Proto.Uint8("dns.caa.tag_length", "Tag length", field.Dec)
	fTag        = Proto.String("dns.caa.tag", "Tag")
	fCAAValue   = Proto.String("dns.caa.value", "Value")
)

// issuer reads the data of type CAA: a property, below which its parts are shown.
func (r *reading) issuer() {
	d := r.d
	d.Uint8(fCAAFlags)
	b := d.Peek(d.Len())
	if b == nil {
		d.Skip(fTagLen, d.Len())
		return
	}
	if len(b) == 0 || 1+int(b[0]) > len(b) {
		d.Uint8(fTagLen)
		d.TextN(fTag, d.Len()+1)
		return
	}
	tag, value := b[1:1+b[0]], b[1+b[0]:]
	f := fOtherTag
	switch string(tag) {
	case "issue":
		f = fIssue
	case "issuewild":
		f = fIssueWild
	case "iodef":
		f = fIodef
	}
	m := d.Begin(f)
	r.text(fTagLen, fTag)
	d.TextN(fCAAValue, len(value))
	d.End(m)
	if d.Tree() != nil {
		d.TitleText(m, value)
	}
}
