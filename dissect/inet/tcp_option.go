package inet

// Kinds of TCP options that the dissector reads, from IANA's registry.
const (
	tcpEOL        = 0
	tcpNOP        = 1
	tcpMSS        = 2  // RFC 9293, section 3.7.1
	tcpWScale     = 3  // RFC 7323, section 2.2
	tcpSACKPerm   = 4  // RFC 2018, section 2
	tcpSACK       = 5  // RFC 2018, section 3
	tcpEcho       = 6  // RFC 1072
	tcpEchoReply  = 7  // RFC 1072
	tcpTimestamps = 8  // RFC 7323, section 3.2
	tcpCC         = 11 // RFC 1644, as are the next two
	tcpCCNew      = 12
	tcpCCEcho     = 13
	tcpMD5        = 19  // RFC 2385
	tcpUserTO     = 28  // RFC 5482
	tcpAO         = 29  // RFC 5925
	tcpMPTCP      = 30  // RFC 8684
	tcpFastOpen   = 34  // RFC 7413
	tcpAccECN0    = 172 // draft-ietf-tcpm-accurate-ecn, as is the next
	tcpAccECN1    = 174
	tcpExp1       = 253 // RFC 4727
	tcpExp2       = 254
)

// maxWindowShift is the largest shift that counts, RFC 7323 section 2.3.
const maxWindowShift = 14

// tcpExpFastOpen is the experiment identifier of Fast Open, RFC 7413 appendix A.
const tcpExpFastOpen = 0xf989

// A tcpOption is one option as it lies on the wire.
type tcpOption struct {
	kind uint8
	off  int    // in Options
	body []byte // behind kind and length
}

// option reads the option at off, which takes n bytes. n is 0 where none
// follows or its length cannot be. What stands behind the end of the list is
// part of its end, but for more zeros.
func (m *TCP) option(off int) (o tcpOption, n int) {
	b := m.Options
	if off >= len(b) {
		return o, 0
	}
	o = tcpOption{kind: b[off], off: off}
	switch {
	case o.kind == tcpNOP:
		return o, 1
	case o.kind == tcpEOL:
		if allZero(b[off:]) {
			return o, 1
		}
		return o, len(b) - off
	case off+1 >= len(b):
		return o, 0
	}
	if n = int(b[off+1]); n < 2 || off+n > len(b) {
		return o, 0
	}
	o.body = b[off+2 : off+n]
	return o, n
}

// WindowShift is the window scale option, ok false without one.
func (m *TCP) WindowShift() (shift int8, ok bool) {
	for o, n := m.option(0); n > 0; o, n = m.option(o.off + n) {
		if o.kind == tcpWScale && len(o.body) == 1 {
			shift, ok = int8(min(o.body[0], maxWindowShift)), true
		}
	}
	return shift, ok
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

func be16(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }

func be24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// MaxSegment is the maximum segment size that a SYN announces, ok false without one: RFC
// 9293, section 3.7.1.
func (m *TCP) MaxSegment() (size int, ok bool) {
	for o, n := m.option(0); n > 0; o, n = m.option(o.off + n) {
		if o.kind == tcpMSS && len(o.body) == 2 {
			size, ok = int(be16(o.body)), true
		}
	}
	return size, ok
}
