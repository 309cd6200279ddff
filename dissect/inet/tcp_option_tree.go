package inet

import "github.com/pktscope/pktscope/dissect/field"

// tooManyNOPs is how many NOPs in a row no host needs to align the option behind them.
const tooManyNOPs = 4

// decodeOptions reads n bytes of options. Only a tree looks into them: the
// summary and the trackers take from Options what they need.
func (m *TCP) decodeOptions(d *field.Decoder, n int) {
	if n == 0 {
		return
	}
	m.Options = d.Peek(min(n, d.Captured()))
	if len(m.Options) < n || d.Tree() == nil {
		d.Skip(tcpOptions, n)
		return
	}
	start := d.Off()
	mark := d.Begin(tcpOptions)
	d.Limit(mark, tcpOptions, n)
	at, nops := 0, 0
	for o, size := m.option(0); size > 0; o, size = m.option(at) {
		if nops++; o.kind != tcpNOP {
			nops = 0
		}
		if nops == tooManyNOPs {
			d.GenerateAt(tcpNOPs, d.Off(), 0)
		}
		m.decodeOption(d, o, size)
		at = o.off + size
		d.Skip(tcpOptions, start+at-d.Off())
	}
	if d.More() {
		bad := d.Begin(tcpOptBad)
		d.SkipRest()
		d.End(bad)
	}
	m.expertOptions(d)
	d.End(mark)
}

func (m *TCP) decodeOption(d *field.Decoder, o tcpOption, size int) {
	mark := d.Begin(tcpOptionDef(o.kind))
	d.Uint8(tcpOptKind)
	switch o.kind {
	case tcpNOP:
		d.End(mark)
	case tcpEOL:
		d.End(mark)
		if size > 1 {
			pad := d.Begin(tcpPadding)
			d.SkipRest()
			d.End(pad)
		}
	default:
		d.Limit(mark, tcpOptLen, size)
		d.Uint8(tcpOptLen)
		m.decodeBody(d, o)
		d.SkipRest()
		d.End(mark)
	}
}

// decodeBody reads an option behind its length. A body of the wrong size is
// left alone.
func (m *TCP) decodeBody(d *field.Decoder, o tcpOption) {
	n := len(o.body)
	switch o.kind {
	case tcpSACKPerm:
	case tcpMSS:
		if n == 2 {
			d.Uint16(tcpMSSValue)
		}
	case tcpWScale:
		if n == 1 {
			shift := d.Uint8(tcpShift)
			if shift > maxWindowShift {
				d.Expert(tcpShiftOver, 0)
			}
			d.GenerateOver(tcpTimes, d.Off()-1, 1, 1<<min(shift, maxWindowShift))
		}
	case tcpSACK:
		m.decodeSACK(d, n/8)
	case tcpEcho, tcpEchoReply:
		if n == 4 {
			d.Uint32(tcpEchoValue)
		}
	case tcpTimestamps:
		if n == 8 {
			d.Uint32(tcpTSval)
			d.Uint32(tcpTSecr)
		}
	case tcpCC, tcpCCNew, tcpCCEcho:
		if n == 4 {
			d.Uint32(tcpCCValue)
		}
	case tcpFastOpen:
		decodeFastOpen(d, d.Off()-2)
	default:
		decodeRareOption(d, o)
	}
}

func decodeRareOption(d *field.Decoder, o tcpOption) {
	n := len(o.body)
	switch o.kind {
	case tcpMD5:
		if n == 16 {
			d.Bytes(tcpDigest, n)
		}
	case tcpUserTO:
		if n == 2 {
			d.Put(tcpMinutes, d.Off(), 2, uint64(be16(o.body)>>15))
			d.Uint16(tcpTimeout)
		}
	case tcpAO:
		if n >= 2 {
			d.Uint8(tcpKeyID)
			d.Uint8(tcpRNextKey)
			d.Bytes(tcpMAC, n-2)
		}
	case tcpMPTCP:
		if n >= 1 {
			d.Uint8(tcpSubtype)
		}
	case tcpAccECN0:
		decodeECNCounters(d, tcpE0B, tcpCEB, tcpE1B)
	case tcpAccECN1:
		decodeECNCounters(d, tcpE1B, tcpCEB, tcpE0B)
	case tcpExp1, tcpExp2:
		if n < 2 {
			return
		}
		if id := d.Uint16(tcpExID); id == tcpExpFastOpen {
			decodeFastOpen(d, d.Off()-2)
		} else if n > 2 {
			d.Bytes(tcpExpData, n-2)
		}
	default:
		if n > 0 {
			d.Bytes(tcpOptData, n)
		}
	}
}

// decodeSACK reads the edges of n blocks, which are numbers of the other
// direction.
func (m *TCP) decodeSACK(d *field.Decoder, n int) {
	blocks := d.Peek(8 * n)
	if blocks == nil {
		return
	}
	off := d.Off()
	for range n {
		b := d.Peek(8)
		d.Put(tcpSLE, d.Off(), 4, uint64(be32(b)-m.Facts.AckBase))
		d.Put(tcpSRE, d.Off()+4, 4, uint64(be32(b[4:])-m.Facts.AckBase))
		d.Skip(tcpSRE, 8)
	}
	d.GenerateAt(tcpSACKCount, off-2, uint64(n))
	if m.duplicateSACK(blocks) {
		d.GenerateOver(tcpDSLE, off, 4, uint64(be32(blocks)-m.Facts.AckBase))
		d.GenerateOver(tcpDSRE, off+4, 4, uint64(be32(blocks[4:])-m.Facts.AckBase))
		d.EndAt(d.BeginAt(tcpDSACK, off, 8, 0))
		d.Expert(tcpDuplicate, 0)
	}
}

// duplicateSACK reports whether the first block is of what was received twice: it lies
// below the acknowledgement, or within the second block, RFC 2883 section 4.
func (m *TCP) duplicateSACK(blocks []byte) bool {
	if len(blocks) < 8 {
		return false
	}
	notAfter := func(a, b uint32) bool { return int32(b-a) >= 0 }
	left, right := be32(blocks), be32(blocks[4:])
	if notAfter(right, m.Ack) {
		return true
	}
	return len(blocks) >= 16 && notAfter(be32(blocks[8:]), left) && notAfter(right, be32(blocks[12:]))
}

// decodeFastOpen reads a cookie, RFC 7413 section 2; none asks for one.
func decodeFastOpen(d *field.Decoder, from int) {
	if n := d.Captured(); n > 0 {
		d.Bytes(tcpCookie, n)
	} else {
		d.Put(tcpCookieReq, from, 2, 0)
	}
}

func decodeECNCounters(d *field.Decoder, counters ...field.U24) {
	for _, c := range counters {
		if d.Len() >= 3 {
			d.Uint24(c)
		}
	}
}
