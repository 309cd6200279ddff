package cdp

import "github.com/pktscope/pktscope/dissect/field"

// HP's access points tell of themselves in TLVs of their own. Wireshark has
// one field for all of their values, cdp.platform; here each has its own, too.
var (
	fBSSID           = Proto.String("pktscope.cdp.hp.bssid", "BSSID")
	fSerial          = Proto.String("pktscope.cdp.hp.serial", "Serial number")
	fSSID            = Proto.String("pktscope.cdp.hp.ssid", "SSID")
	fRadio1Channel   = Proto.String("pktscope.cdp.hp.radio1.channel", "Radio 1 channel")
	fSNMPPort        = Proto.String("pktscope.cdp.hp.snmp_port", "SNMP UDP port")
	fWebPort         = Proto.String("pktscope.cdp.hp.web_port", "Web TCP port")
	fSourceMAC       = Proto.String("pktscope.cdp.hp.source_mac", "Source MAC address")
	fRadio2Channel   = Proto.String("pktscope.cdp.hp.radio2.channel", "Radio 2 channel")
	fRadio1Operating = Proto.String("pktscope.cdp.hp.radio1.operating_mode", "Radio 1 operating mode")
	fRadio2Operating = Proto.String("pktscope.cdp.hp.radio2.operating_mode", "Radio 2 operating mode")
	fRadio1Mode      = Proto.String("pktscope.cdp.hp.radio1.mode", "Radio 1 radio mode")
	fRadio2Mode      = Proto.String("pktscope.cdp.hp.radio2.mode", "Radio 2 radio mode")
)

// An AccessPoint is the announcement of an HP access point, as text.
type AccessPoint struct {
	BSSID, SerialNumber, SSID []byte
	SNMPPort, WebPort         []byte
	SourceMAC                 []byte
	Radio1, Radio2            Radio
}

// A Radio is one of an access point.
type Radio struct{ Channel, OperatingMode, Mode []byte }

// decode reads the value of a TLV of type t, which is HP's.
func (a *AccessPoint) decode(d *field.Decoder, t TLVType) {
	to, f := a.of(t)
	off := d.Off()
	*to = d.Text(fPlatform)
	d.Put(f, off, len(*to), 0)
}

// of is where the value of a TLV of type t belongs, nil if it is not HP's.
func (a *AccessPoint) of(t TLVType) (*[]byte, field.Str) {
	switch t {
	case BSSID:
		return &a.BSSID, fBSSID
	case SerialNumber:
		return &a.SerialNumber, fSerial
	case SSID:
		return &a.SSID, fSSID
	case SNMPPort:
		return &a.SNMPPort, fSNMPPort
	case WebPort:
		return &a.WebPort, fWebPort
	case SourceMAC:
		return &a.SourceMAC, fSourceMAC
	case Radio1Channel:
		return &a.Radio1.Channel, fRadio1Channel
	case Radio1Operating:
		return &a.Radio1.OperatingMode, fRadio1Operating
	case Radio1Mode:
		return &a.Radio1.Mode, fRadio1Mode
	case Radio2Channel:
		return &a.Radio2.Channel, fRadio2Channel
	case Radio2Operating:
		return &a.Radio2.OperatingMode, fRadio2Operating
	case Radio2Mode:
		return &a.Radio2.Mode, fRadio2Mode
	}
	return nil, field.Str{}
}
