package dhcp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// RFC 2132, section 2.
var (
	fOption   = Proto.Uint8("dhcp.option.type", "Option", field.Dec, field.Named(optionName), field.Format(appendOption))
	fLength   = Proto.Uint8("dhcp.option.length", "Length", field.Dec)
	fValue    = Proto.Bytes("dhcp.option.value", "Value")
	fRaw      = Proto.Bytes("dhcp.option.value", "Value", field.Hidden())
	fEnd      = Proto.Uint8("dhcp.option.end", "Option End", field.Dec)
	fPadding  = Proto.Bytes("dhcp.option.padding", "Padding")
	fMsgType  = Proto.Uint8("dhcp.option.dhcp", "DHCP", field.Dec, field.Named(messageName))
	fRequest  = Proto.Uint8("dhcp.option.request_list_item", "Parameter Request List Item", field.Dec, field.Named(optionName), field.Format(appendRequest))
	fRoute    = Proto.Bytes("dhcp.option.classless_static_route", "Classless Static Route", field.Format(appendRoute))
	fStaticIP = Proto.IPv4("dhcp.option.static_route.ip", "Destination IP Address")
	fStaticGW = Proto.IPv4("dhcp.option.static_route.router", "Destination Router")

	fSubLength   = Proto.Uint8("dhcp.option.suboption_length", "Length", field.Dec)
	fVendor      = Proto.Uint8("dhcp.option.vendor.suboption", "Option 43 Suboption", field.Dec)
	fVendorValue = Proto.Bytes("dhcp.option.vendor.value", "Value")

	fEndOverload = Proto.Uint8("dhcp.option.end", "Option End (Overload)", field.Dec)
)

// Options that have no data, or are looked for before the others are read.
const (
	optionPad         = 0
	optionOverload    = 52
	optionMessageType = 53
	optionEnd         = 255
)

// What optionOverload says has options.
const (
	overloadFile   = 1
	overloadServer = 2
)

// A form is how the data of an option is read.
type form uint8

const (
	bytesForm     form = iota
	unreadForm         // it has fields in Wireshark, and none here
	addressForm        // one address, which the option's line has, too
	addressesForm      // one or more
	secondsForm
	offsetForm
	numberForm
	wordForm
	wordsForm
	flagForm
	textForm
	messageTypeForm
	requestsForm
	clientIDForm
	domainNameForm
	agentForm
	routesForm
	staticForm
	vendorForm
)

// readOptions reads options up to the End option, and the padding behind it if that is
// wanted.
func readOptions(d *field.Decoder, end field.U8, padding bool) {
	for d.More() && !d.Bad() {
		b := d.Peek(1)
		if b == nil {
			d.Skip(fOption, 1)
			return
		}
		m := d.Begin(fOption)
		d.Title(m, uint64(b[0]))
		switch b[0] {
		case optionPad:
			d.Title(m, 0)
			d.Bytes(fPadding, zeros(d.Peek(d.Captured())))
		case optionEnd:
			d.Title(m, 0) // as Wireshark has it
			d.Uint8(end)
			d.End(m)
			if padding && d.More() {
				d.Bytes(fPadding, d.Len())
			}
			return
		default:
			readOption(d, m)
		}
		d.End(m)
	}
}

// zeros is how many zeros b begins with.
func zeros(b []byte) int { return len(b) - len(bytes.TrimLeft(b, "\x00")) }

// readOption reads an option with its length. One that is longer than what is there
// ends the message.
func readOption(d *field.Decoder, m field.Subtree) {
	code := d.Peek(1)[0]
	d.Skip(fOption, 1)
	n := int(d.Uint8(fLength))
	off := d.Off()
	d.Skip(fValue, n)
	if d.Bad() || d.Tree() == nil {
		return
	}
	show(d, code, off, d.Since(off))
}

// show shows the data of an option, which stands at off: as bytes where it is not what it
// should be, and hidden bytes beside its fields where it is.
func show(d *field.Decoder, code uint8, off int, data []byte) {
	o := optionOf(code)
	n := len(data)
	if n == 0 || !o.fits(n) {
		d.Put(fValue, off, n, 0)
		if o.form != textForm {
			return
		}
	} else if o.form != bytesForm {
		d.Put(fRaw, off, n, 0)
	}
	switch o.form {
	case bytesForm:
		d.Put(fValue, off, n, 0)
	case messageTypeForm:
		d.Put(fMsgType, off, 1, uint64(data[0]))
	case requestsForm:
		for i, c := range data {
			d.Put(fRequest, off+i, 1, uint64(c))
		}
	case clientIDForm:
		showClientID(d, off, data)
	case domainNameForm:
		showDomainName(d, off, data)
	case agentForm:
		showAgent(d, off, data)
	case routesForm:
		showRoutes(d, off, data)
	case staticForm:
		for i := 0; i+8 <= n; i += 8 {
			d.Put(fStaticIP, off+i, 4, 0)
			d.Put(fStaticGW, off+i+4, 4, 0)
		}
	case vendorForm:
		showVendor(d, off, data)
	case unreadForm:
	default:
		showValue(d, o.def, o.form, off, data)
	}
}

// fits reports whether data of n bytes can be of the option's form.
func (o option) fits(n int) bool {
	switch o.form {
	case addressForm, secondsForm, offsetForm:
		return n == 4
	case addressesForm:
		return n%4 == 0
	case wordForm:
		return n == 2
	case wordsForm:
		return n%2 == 0
	case numberForm, flagForm:
		return n == 1
	}
	return true
}

// showValue shows data of a form with one field, once or more.
func showValue(d *field.Decoder, f *field.Def, as form, off int, data []byte) {
	size := len(data)
	switch as {
	case addressForm, addressesForm, secondsForm, offsetForm:
		size = 4
	case wordForm, wordsForm:
		size = 2
	case numberForm, flagForm:
		size = 1
	case textForm:
		d.Put(f, off, size, 0)
		return
	}
	for i := 0; i+size <= len(data) && size > 0; i += size {
		var v uint64
		for _, c := range data[i : i+size] {
			v = v<<8 | uint64(c)
		}
		if as == offsetForm {
			v = uint64(int32(v))
		}
		d.Put(f, off+i, size, v)
	}
}

// showRoutes shows destinations of as many bytes as their masks have, and routers: RFC
// 3442.
func showRoutes(d *field.Decoder, off int, data []byte) {
	for i := 0; i < len(data); {
		n := 1 + (int(data[i])+7)/8 + 4
		if data[i] > 32 || i+n > len(data) {
			return
		}
		d.Put(fRoute, off+i, n, 0)
		i += n
	}
}

// showVendor shows the suboptions of option 43: RFC 2132, section 8.4. Data that does
// not end with a suboption is none.
func showVendor(d *field.Decoder, off int, data []byte) {
	for i := 0; i < len(data); {
		if i+1 < len(data) && i+2+int(data[i+1]) <= len(data) {
			n := int(data[i+1])
			d.Put(fVendor, off+i, 1, uint64(data[i]))
			d.Put(fSubLength, off+i+1, 1, uint64(n))
			d.Put(fVendorValue, off+i+2, n, 0)
			i += 2 + n
			continue
		}
		if data[i] == optionEnd {
			d.Put(fVendor, off+i, 1, optionEnd)
			i++
			continue
		}
		d.Put(fVendorValue, off+i, len(data)-i, 0)
		return
	}
}
