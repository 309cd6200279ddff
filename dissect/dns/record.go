package dns

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Questions: RFC 1035, section 4.1.2. Records: section 4.1.3.
var (
	fQuestion    = Proto.Scope("Query", field.Format(appendKept))
	fQryName     = Proto.String("dns.qry.name", "Name")
	fQryNameLen  = Proto.Generated("dns.qry.name.len", "Name Length", field.Uint, field.Dec, 2)
	fLabels      = Proto.Generated("dns.count.labels", "Label Count", field.Uint, field.Dec, 2)
	fQryType     = Proto.Uint16("dns.qry.type", "Type", field.Dec, field.Named(typeName), field.Format(appendTypeLabel))
	fQryClass    = Proto.Uint16("dns.qry.class", "Class", field.Hex, field.Named(className))
	fQryClassQU  = Proto.Uint16("dns.qry.class", "Class", field.Hex, field.Mask(0x7fff), field.Named(className))
	fQU          = Proto.Uint16("dns.qry.qu", `"QU" question`, field.Dec, field.Mask(flagTop), asBool)
	fRecord      = Proto.Scope("Record", field.Format(appendKept))
	fRespName    = Proto.String("dns.resp.name", "Name")
	fRespType    = Proto.Uint16("dns.resp.type", "Type", field.Dec, field.Named(typeName), field.Format(appendTypeLabel))
	fRespClass   = Proto.Uint16("dns.resp.class", "Class", field.Hex, field.Named(className))
	fRespClassCF = Proto.Uint16("dns.resp.class", "Class", field.Hex, field.Mask(0x7fff), field.Named(className))
	fCacheFlush  = Proto.Uint16("dns.resp.cache_flush", "Cache flush", field.Dec, field.Mask(flagTop), asBool)
	fTTL         = Proto.Uint32("dns.resp.ttl", "Time to live", field.Dec, field.Format(appendSeconds))
	fRespLen     = Proto.Uint16("dns.resp.len", "Data length", field.Dec)

	fInstance = Proto.String("dns.srv.instance", "Instance")
	fService  = Proto.String("dns.srv.service", "Service")
	fSrvProto = Proto.String("dns.srv.proto", "Protocol")
	fSrvName  = Proto.String("dns.srv.name", "Name")
)

// flagTop is the bit of a class that Multicast DNS has another use for: RFC 6762,
// sections 5.4 and 10.2.
const flagTop = 0x8000

// asBool makes a masked bit of an integer true or false.
func asBool(d *field.Def) { d.Kind = field.Bool }

// appendKept appends the text that the reading gave the subtree.
func appendKept(b []byte, t *field.Tree, i int) []byte { return append(b, t.Text(i)...) }

// questionTail is a question without its name, recordTail a record up to its data.
const (
	questionTail = 4
	recordTail   = 10
)

// question reads a question.
func (r *reading) question() {
	d := r.d
	n, size := r.head(fQryName, questionTail)
	if d.Bad() {
		return
	}
	m := d.Begin(fQuestion)
	off := d.Off()
	d.Skip(fQryName, size)
	if d.Tree() != nil {
		text := string(r.appendName(nil, n))
		d.PutText(fQryName, off, size, text)
		d.GenerateOver(fQryNameLen, off, size, uint64(n.length()))
		d.GenerateOver(fLabels, off, size, uint64(n.labels(text)))
	}
	typ := d.Uint16(fQryType)
	class, qu := r.class(fQryClass, fQryClassQU, fQU)
	r.tellQuestion(typ, n, qu)
	if d.Tree() != nil {
		r.begin(n, typ, class)
		if r.as == multicast {
			r.title = append(append(r.title, ", "...), multicastQuestion(qu)...)
		}
		d.TitleText(m, r.title)
	}
	d.End(m)
}

// head finds the end of the name at d, and fails where less than tail follows it.
func (r *reading) head(f field.Str, tail int) (n name, size int) {
	n, size = r.walk(f)
	if d := r.d; !d.Bad() && d.Captured() < size+tail {
		d.Skip(f, size+tail)
	}
	return n, size
}

func multicastQuestion(qu bool) string {
	if qu {
		return `"QU" question`
	}
	return `"QM" question`
}

func (r *reading) tellQuestion(typ uint16, n name, qu bool) {
	r.line = appendType(append(r.line, ' '), typ)
	r.tellName(n)
	if r.as == multicast {
		r.line = append(append(r.line, ", "...), multicastQuestion(qu)...)
	}
}

// class reads a class, and the bit that Multicast DNS has in it.
func (r *reading) class(whole, masked, bit field.U16) (class uint16, top bool) {
	if r.as != multicast {
		return r.d.Uint16(whole), false
	}
	v := r.d.Shared16(masked, bit)
	return v &^ flagTop, v&flagTop != 0
}

// begin begins the title of a record or a question: "example.org: type A, class IN".
func (r *reading) begin(n name, typ, class uint16) {
	r.title = append(r.appendName(r.title[:0], n), ": type "...)
	r.title = appendType(r.title, typ)
	if typ == typeOPT {
		return
	}
	r.title = append(r.title, ", class "...)
	r.title = appendKnown(r.title, className(uint64(class)), "Unknown", uint64(class), false)
}

// record reads a record.
func (r *reading) record() {
	d := r.d
	n, size := r.head(fRespName, recordTail)
	if d.Bad() {
		return
	}
	start := d.Off()
	m := d.Begin(fRecord)
	typ := r.owner(n, size)
	r.line = appendType(append(r.line, ' '), typ)
	if typ == typeOPT {
		r.edns(n)
	} else {
		r.plain(n, typ)
	}
	length := int(d.Uint16(fRespLen))
	d.Limit(m, fRespLen, d.Off()-start+length)
	if !d.Bad() {
		r.data(typ)
		r.tellOwner(typ, n)
		d.Skip(fRespLen, d.Len())
	}
	if d.Tree() != nil {
		d.TitleText(m, r.title)
	}
	r.end(m, fRespLen)
}

// end closes a subtree that a length bounds. A message with a failure in it is not read
// to its end, as by Wireshark.
func (r *reading) end(m field.Subtree, length field.U16) {
	bad := r.d.Bad()
	r.d.End(m)
	if bad {
		r.d.Malformed(length)
	}
}

// tellOwner appends the owner of a record whose data is not in the Info column.
func (r *reading) tellOwner(typ uint16, n name) {
	switch typ {
	case typeNULL, typeRP, typeNSEC3PARAM, typeTLSA:
		r.tellName(n)
	}
}

// plain reads the class and the lifetime of a record that is not OPT.
func (r *reading) plain(n name, typ uint16) {
	class, flush := r.class(fRespClass, fRespClassCF, fCacheFlush)
	r.dataClass = class
	r.d.Uint32(fTTL)
	if r.d.Tree() != nil {
		r.begin(n, typ, class)
	}
	if flush {
		r.tell(", cache flush")
		r.call(", cache flush")
	}
}

// owner reads a record's name, whose size is known, and its type.
func (r *reading) owner(n name, size int) (typ uint16) {
	d := r.d
	off := d.Off()
	d.Skip(fRespName, size)
	if d.Tree() != nil {
		text := string(r.appendName(nil, n))
		if b := d.Peek(2); b[0] == 0 && b[1] == typeSRV {
			r.service(off, size, text)
		} else {
			d.PutText(fRespName, off, size, text)
		}
	}
	return d.Uint16(fRespType)
}

// service shows the owner of an SRV record in parts: RFC 2782, "The format of the SRV
// RR"; instances are RFC 6763's, section 4.1.
func (r *reading) service(off, size int, text string) {
	parts := bytes.SplitN([]byte(text), []byte{'.'}, 4)
	fields := []field.Str{fService, fSrvProto, fSrvName}
	if len(parts) == 4 && bytes.HasPrefix(parts[2], []byte{'_'}) {
		fields = []field.Str{fInstance, fService, fSrvProto, fSrvName}
	} else {
		parts = bytes.SplitN([]byte(text), []byte{'.'}, 3)
	}
	for i, p := range parts {
		r.d.PutText(fields[i], off, size, string(p))
	}
}
