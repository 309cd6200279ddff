package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Notifications of 3GPP access: TS 24.302, section 8.2.9, and TS 24.008,
// section 10.5.
var (
	fBackoffLen   = Proto.Uint8("isakmp.notify.priv.3gpp.backoff_timer_len", "Length", field.Dec)
	fBackoffTimer = Proto.Uint8("pktscope.isakmp.notify.3gpp.backoff_timer", "GPRS Timer", field.Dec, field.Format(formatTimer3))

	fDeviceLen     = Proto.Uint16("isakmp.notify.priv.3gpp.device_identity_len", "Identity Length", field.Dec)
	fDeviceType    = Proto.Uint8("isakmp.notify.priv.3gpp.device_identity_type", "Identity Type", field.Dec, field.Named(deviceType), field.Format(formatDeviceType))
	fDeviceIMEI    = Proto.String("isakmp.notify.priv.3gpp.device_identity_imei", "IMEI")
	fDeviceIMEISV  = Proto.String("isakmp.notify.priv.3gpp.device_identity_imeisv", "IMEISV")
	fDeviceUnknown = Proto.Generated("isakmp.notify.priv.3gpp.unknown_device_identity", "Type of device identity not known", field.Scope, field.Dec, 0)

	fEmergency         = Proto.Scope("Emergency Call Numbers")
	fEmergencyLen      = Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_len", "Total Length", field.Dec)
	fEmergencyOne      = Proto.Scope("Emergency Number")
	fEmergencyOneLen   = Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_element_len", "Length", field.Dec)
	fEmergencyNumber   = Proto.String("isakmp.notify.priv.3gpp.emergency_call_number", "Emergency Number")
	fEmergencyCategory = Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_flags", "Service Category Value", field.Hex, field.Bits(
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_spare", "Spare", field.Dec, field.Mask(0xe0)),
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_flag_b5_mountain_rescue", "Mountain Rescue", field.Dec, field.Mask(0x10)),
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_b4_marine_guard", "Marine Guard", field.Dec, field.Mask(0x08)),
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_flag_b3_fire_brigade", "Fire Brigade", field.Dec, field.Mask(0x04)),
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_flag_b2_ambulance", "Ambulance", field.Dec, field.Mask(0x02)),
		Proto.Uint8("isakmp.notify.priv.3gpp.emergency_call_numbers_flag_b1_police", "Police", field.Dec, field.Mask(0x01))))
)

// backoffTimer reads how long the peer shall wait: a GPRS timer 3.
func backoffTimer(d *field.Decoder) {
	d.Uint8(fBackoffLen)
	d.Uint8(fBackoffTimer)
}

// deviceIdentity reads the number of the device. An empty one asks for it.
func deviceIdentity(d *field.Decoder) {
	if d.Len() < 3 {
		return
	}
	d.Uint16(fDeviceLen)
	off := d.Off()
	typ := uint64(0)
	if b := d.Peek(1); b != nil {
		typ = uint64(b[0] & 3)
	}
	d.Skip(fDeviceType, 1)
	d.Put(fDeviceType, off, 1, typ)
	if !d.More() {
		return
	}
	switch typ {
	case 1:
		putDigits(d, fDeviceIMEI, d.Len())
	case 2:
		putDigits(d, fDeviceIMEISV, d.Len())
	default:
		d.GenerateAt(fDeviceUnknown, 0, 0)
	}
}

// emergencyNumbers reads a list of numbers to call, each with the services that
// answer.
func emergencyNumbers(d *field.Decoder) {
	m := d.Begin(fEmergency)
	d.Uint8(fEmergencyLen)
	for d.More() {
		k := d.Begin(fEmergencyOne)
		d.Limit(k, fEmergencyOneLen, 1+int(d.Uint8(fEmergencyOneLen)))
		d.Uint8(fEmergencyCategory)
		putDigits(d, fEmergencyNumber, d.Len())
		d.End(k)
	}
	d.End(m)
}

// putDigits reads n bytes of two decimal digits each, the first in the low
// half; a last digit of 15 fills up.
func putDigits(d *field.Decoder, f field.Str, n int) {
	off := d.Off()
	b := d.Peek(n)
	d.Skip(f, n)
	if d.Tree() == nil || d.Bad() {
		return
	}
	digit := func(v byte) byte {
		if v > 9 {
			return '?'
		}
		return '0' + v
	}
	var text []byte
	for _, c := range b {
		text = append(text, digit(c&15))
		if c>>4 == 15 {
			break
		}
		text = append(text, digit(c>>4))
	}
	d.PutText(f, off, n, string(text))
}

// deviceType is the kind of a device's identity, of 3GPP TS 24.302.
func deviceType(v uint64) string {
	switch v {
	case 1:
		return "IMEI"
	case 2:
		return "IMEISV"
	}
	return ""
}

// formatDeviceType appends ".... ..01 = Identity Type: IMEI (1)".
func formatDeviceType(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(b, ".... .."...)
	b = append(b, '0'+byte(v>>1), '0'+byte(v&1))
	b = append(b, " = Identity Type: "...)
	b = append(b, [...]string{"Unknown", "IMEI", "IMEISV", "Unknown"}[v&3]...)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// formatTimer3 appends the time of a GPRS timer 3: TS 24.008, section 10.5.7.4a.
func formatTimer3(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "GPRS Timer: "...)
	v := t.Nodes[i].Val
	unit := [...]struct {
		n    uint64
		name string
	}{{10, " min"}, {1, " hr"}, {10, " hr"}, {2, " sec"}, {30, " sec"}, {1, " min"}, {320, " hr"}}
	if v>>5 == 7 {
		return append(b, "deactivated"...)
	}
	u := unit[v>>5]
	return append(field.AppendUint(b, v&31*u.n), u.name...)
}
