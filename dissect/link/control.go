package link

import "github.com/pktscope/pktscope/dissect/field"

// A Control is the control field of an HDLC-like protocol: IEEE 802.2,
// section 5.4; ISO/IEC 13239, section 5.3.
type Control struct {
	Value    uint16 // the low byte is the first on the wire
	Response bool
}

// Form is 3 for an unnumbered, 1 for a supervisory and 0 for an information
// frame.
func (c Control) Form() int {
	switch {
	case c.Value&1 == 0:
		return 0
	case c.Value&3 == 1:
		return 1
	}
	return 3
}

// HasInformation reports whether the frame carries another protocol's data:
// an information frame or unnumbered information.
func (c Control) HasInformation() bool { return c.Form() == 0 || c.Value == 0x03 }

// poll reports whether the poll or final bit is set.
func (c Control) poll() bool {
	if c.Form() == 3 {
		return c.Value&0x10 != 0
	}
	return c.Value&0x0100 != 0
}

// modifier is the command or response of an unnumbered frame.
func (c Control) modifier() uint8 { return uint8(c.Value >> 2 & 0x3b) }

// append appends "U P, func=SABME", "S, func=RR, N(R)=3" or
// "I, N(R)=0, N(S)=0".
func (c Control) append(b []byte) []byte {
	b = append(b, [...]byte{'I', 'S', 0, 'U'}[c.Form()])
	if c.poll() {
		b = append(b, pick(c.Response, " F", " P")...)
	}
	switch c.Form() {
	case 3:
		b = append(b, ", func="...)
		return append(b, unnumberedShort(c.modifier(), c.Response)...)
	case 1:
		b = append(b, ", func="...)
		b = append(b, [...]string{"RR", "RNR", "REJ", "SREJ"}[c.Value>>2&3]...)
		return field.AppendUint(append(b, ", N(R)="...), uint64(c.Value>>9))
	}
	b = field.AppendUint(append(b, ", N(R)="...), uint64(c.Value>>9))
	return field.AppendUint(append(b, ", N(S)="...), uint64(c.Value>>1&0x7f))
}

// controlFields are the fields of a control field in the protocol that has it.
type controlFields struct {
	control                    *field.Def
	nR, nS, poll, final, sType *field.Def // of frames with numbers, two bytes
	pollU, finalU, cmd, resp   *field.Def // of frames without, one byte
	form1, form2               *field.Def // the form, in one byte and in two
}

// newControl declares the fields of p's control field, which is size bytes
// wide as a value however many are on the wire.
func newControl(p *field.Proto, label string, size uint8) *controlFields {
	n := p.Name + ".control"
	number := func(name, label string, size uint8, b field.Base, opts ...field.Opt) *field.Def {
		return p.Generated(n+name, label, field.Uint, b, size, opts...)
	}
	set := func(name, label string, size uint8, mask uint64) *field.Def {
		return p.Generated(n+name, label, field.Bool, field.Dec, size, field.Mask(mask), field.Named(field.SetNotSet))
	}
	return &controlFields{
		control: number("", label, size, field.Hex, field.Format(formatControl)),
		nR:      number(".n_r", "N(R)", 2, field.Dec, field.Mask(0xfe00)),
		nS:      number(".n_s", "N(S)", 2, field.Dec, field.Mask(0x00fe)),
		poll:    set(".p", "Poll", 2, 0x0100),
		final:   set(".f", "Final", 2, 0x0100),
		sType:   number(".s_ftype", "Supervisory frame type", 2, field.Hex, field.Mask(0x000c), field.Named(supervisoryName)),
		pollU:   set(".p", "Poll", 1, 0x10),
		finalU:  set(".f", "Final", 1, 0x10),
		cmd:     number(".u_modifier_cmd", "Command", 1, field.Hex, field.Mask(0xec), field.Named(commandName)),
		resp:    number(".u_modifier_resp", "Response", 1, field.Hex, field.Mask(0xec), field.Named(responseName)),
		form1:   number(".ftype", "Frame type", 1, field.Hex, field.Mask(0x03), field.Named(formName)),
		form2:   number(".ftype", "Frame type", 2, field.Hex, field.Mask(0x03), field.Named(formName)),
	}
}

// decode reads a control field of one byte or two.
func (f *controlFields) decode(d *field.Decoder, response bool) Control {
	c := Control{Response: response}
	n := 1
	if p := d.Peek(1); p != nil {
		c.Value = uint16(p[0])
		if c.Form() != 3 {
			n = 2
			if p = d.Peek(2); p != nil {
				c.Value |= uint16(p[1]) << 8
			}
		}
	}
	if d.Captured() < n {
		d.Skip(f.control, n)
		return c
	}
	off := d.Off()
	m := d.Begin(f.control)
	d.Skip(f.control, n)
	d.Title(m, uint64(c.Value))
	f.put(d, off, n, c)
	d.End(m)
	return c
}

func (f *controlFields) put(d *field.Decoder, off, n int, c Control) {
	v := uint64(c.Value)
	poll, pollU, modifier := f.poll, f.pollU, f.cmd
	if c.Response {
		poll, pollU, modifier = f.final, f.finalU, f.resp
	}
	if n == 1 {
		if c.poll() {
			d.Put(pollU, off, n, 1)
		}
		d.Put(modifier, off, n, uint64(c.modifier()))
		d.Put(f.form1, off, n, 3)
		return
	}
	d.Put(f.nR, off, n, v>>9)
	form := v & 3
	if c.Form() == 0 {
		d.Put(f.nS, off, n, v>>1&0x7f)
		form = 0
	}
	if c.poll() {
		d.Put(poll, off, n, 1)
	}
	if c.Form() == 1 {
		d.Put(f.sType, off, n, v>>2&3)
	}
	d.Put(f.form2, off, n, form)
}
