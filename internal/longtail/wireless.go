package longtail

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// Wireless LAN as its controllers see it: IEEE 802.11 frames that CAPWAP takes
// from the access point to the controller. Fragments of CAPWAP are not put
// together.
var wireless = []protocol{
	{name: "capwap.data", short: "CAPWAP-Data", label: "Control And Provisioning of Wireless Access Points - Data", min: 4 + 13, // a preamble and the header of a DTLS record
		keys: udp(5247), is: isCAPWAPData, title: capwapTitle, info: capwapDataInfo, path: capwapPath, carries: capwapDataCarries},
	{name: "wlccp", short: "WLCCP", label: "Cisco Wireless LAN Context Control Protocol", min: 8,
		keys: append([]field.Key{field.SNAPKey(0x004096, 0), field.EtherType.Key(0x872d)}, udp(2887)...), fits: fitsWLCCP, info: fixed("Wireless LAN Context Control")},
	{name: "wlan", short: "802.11", label: "IEEE 802.11", min: 10, keys: []field.Key{wlanKey, field.Link.Key(linkWLAN)}, is: isWLAN,
		info: wlanInfo, source: wlanSource, destination: wlanDestination, carries: wlanCarries},
}

// Flags of the CAPWAP header, RFC 5415, section 4.3, as they stand in its
// third and fourth byte.
const (
	capwapNative    = 0x0100 // T: the frame is of the wireless binding, not 802.3
	capwapFragment  = 0x0080 // F
	capwapKeepAlive = 0x0008 // K
)

const capwapBinding80211 = 1 // WBID

func capwapHeader(v view) int { return 4 * int(v.u8(1)>>3) }

func isCAPWAPData(m *Message) bool {
	if isSealed(m) {
		return isDTLS(m.Data.from(4))
	}
	n := capwapHeader(m.Data)
	return m.Data.u8(0) == 0 && n >= 8 && n <= m.Wire
}

func capwapDataInfo(b []byte, m *Message) []byte {
	if isSealed(m) {
		return appendDTLS(b, m.Data.from(4))
	}
	v := m.Data
	b = append(b, "CAPWAP-Data"...)
	switch flags := v.u16(2); {
	case flags&capwapKeepAlive != 0:
		return append(b, " Keep-Alive"...)
	case flags&capwapFragment != 0:
		b = field.AppendUint(append(b, " (Fragment ID: "...), uint64(v.u16(4)))
		b = field.AppendUint(append(b, ", Fragment Offset: "...), uint64(v.u16(6)>>3))
		return append(b, ')')
	}
	return b
}

func capwapDataCarries(m *Message) (header int, inner field.Key) {
	flags := m.Data.u16(2)
	switch {
	case isSealed(m) || flags&(capwapKeepAlive|capwapFragment) != 0:
		return 0, field.Key{}
	case flags&capwapNative == 0:
		return capwapHeader(m.Data), EthernetKey
	case flags>>9&0x1f == capwapBinding80211:
		return capwapHeader(m.Data), wlanKey
	}
	return 0, field.Key{}
}

// Bits of Frame Control, IEEE 802.11-2020, section 9.2.4.1: type and subtype
// below, flags above. Access points swap the two bytes on the way to their
// controller, so that the flags come first.
const (
	wlanToDS      = 0x0100
	wlanFromDS    = 0x0200
	wlanMore      = 0x0400
	wlanProtected = 0x4000
	wlanOrder     = 0x8000

	wlanVersion = 0x0003
	wlanType    = 0x000c
	wlanNoData  = 0x0040 // of data frames
	wlanQoS     = 0x0080 // of data frames
)

const (
	wlanManagement = 0x0
	wlanControl    = 0x4
	wlanData       = 0x8
)

// linkWLAN is the link type of frames that were captured in the air.
const linkWLAN = 105

// control returns Frame Control with the type below.
func (m *Message) control() uint16 {
	if m.key.Space == field.Link {
		return m.Data.le16(0)
	}
	return m.Data.u16(0)
}

func isWLAN(m *Message) bool {
	fc := m.control()
	if fc&wlanVersion != 0 {
		return false
	}
	switch fc & wlanType {
	case wlanManagement, wlanData:
		return m.Wire >= wlanHeader(fc)
	}
	return fc&wlanType == wlanControl
}

// wlanHeader returns how long the header of a management or a data frame is.
func wlanHeader(fc uint16) int {
	n := 24
	if fc&wlanType != wlanData {
		return n
	}
	if fc&wlanToDS != 0 && fc&wlanFromDS != 0 {
		n += 6 // the fourth address
	}
	if fc&wlanQoS != 0 {
		n += 2
		if fc&wlanOrder != 0 {
			n += 4 // HT Control
		}
	}
	return n
}

// wlanSource returns the source address, where To DS and From DS say that it
// stands: section 9.3.2.1. Control frames have none.
func wlanSource(b []byte, m *Message) []byte {
	switch fc := m.control(); {
	case fc&wlanType == wlanControl:
		return b
	case fc&wlanFromDS == 0:
		return appendWLANAddress(b, m, 10)
	case fc&wlanToDS == 0:
		return appendWLANAddress(b, m, 16)
	}
	return appendWLANAddress(b, m, 24)
}

func wlanDestination(b []byte, m *Message) []byte {
	switch fc := m.control(); {
	case fc&wlanType == wlanControl:
		return b
	case fc&wlanToDS == 0:
		return appendWLANAddress(b, m, 4)
	}
	return appendWLANAddress(b, m, 16)
}

// appendWLANAddress leaves an address to the layer below that the capture cut.
func appendWLANAddress(b []byte, m *Message, at int) []byte {
	if len(m.Data) < at+6 {
		return b
	}
	return m.Data.appendMAC(b, at)
}

// wlanCarries: a data frame that is whole, in the clear and no aggregate holds
// LLC. A fragment is known by its More Fragments bit; its number does not, since
// access points swap the bytes of that field too.
func wlanCarries(m *Message) (header int, inner field.Key) {
	fc := m.control()
	if fc&wlanType != wlanData || fc&(wlanNoData|wlanProtected|wlanMore) != 0 {
		return 0, field.Key{}
	}
	header = wlanHeader(fc)
	const aggregate = 0x80
	if fc&wlanQoS != 0 && m.Data.u8(wlanQoSAt(fc))&aggregate != 0 {
		return 0, field.Key{}
	}
	return header, LLCKey
}

// wlanQoSAt returns where QoS Control stands.
func wlanQoSAt(fc uint16) int { return wlanHeader(fc&^wlanOrder) - 2 }

func wlanInfo(b []byte, m *Message) []byte {
	v := m.Data
	fc := m.control()
	if fc&wlanType == wlanData && fc&(wlanNoData|wlanProtected|wlanMore) == wlanMore {
		return append(b, "Fragmented IEEE 802.11 frame"...)
	}
	name := wlanName(fc)
	if name == "" {
		name = "Unrecognized (Reserved frame)"
	}
	b = append(b, name...)
	if fc&wlanType != wlanControl {
		seq := uint64(v.u8(23))<<4 | uint64(v.u8(22))>>4
		b = field.AppendUint(append(b, ", SN="...), seq)
		b = field.AppendUint(append(b, ", FN="...), uint64(v.u8(22)&15))
	}
	b = appendWLANFlags(append(b, ", Flags="...), fc)
	if fc&(wlanType|wlanProtected) == wlanManagement {
		b = appendWLANNetwork(b, v, fc)
	}
	return b
}

// appendWLANFlags appends a letter for each flag that is set.
func appendWLANFlags(b []byte, fc uint16) []byte {
	for i, c := range []byte("opmPRMFT") {
		if fc<<i&0x8000 == 0 {
			c = '.'
		}
		b = append(b, c)
	}
	return b
}

// appendWLANNetwork appends the network that a management frame describes.
func appendWLANNetwork(b []byte, v view, fc uint16) []byte {
	body := v.from(24)
	switch subtype := fc >> 4 & 15; subtype {
	case 0: // capabilities, listen interval
		body = body.from(4)
	case 2: // the same, and the access point of before
		body = body.from(10)
	case 4:
	case 5, 8: // time stamp, beacon interval, capabilities
		interval := uint64(body.u8(9))<<8 | uint64(body.u8(8))
		b = field.AppendUint(append(b, ", BI="...), interval)
		body = body.from(12)
	case 13:
		if body.u16(0) != 0x0504 { // neighbor report request
			return b
		}
		body = body.from(3)
	default:
		return b
	}
	return appendSSID(b, body)
}

// appendSSID looks for the network's name, element 0, among the elements.
func appendSSID(b []byte, elements view) []byte {
	for v := elements; len(v) >= 2; v = v.from(2 + int(v.u8(1))) {
		if v.u8(0) != 0 {
			continue
		}
		name := v.cut(2, int(v.u8(1)))
		if len(name) < int(v.u8(1)) {
			return b
		}
		b = append(b, ", SSID="...)
		switch {
		case len(name) == 0:
			return append(b, "Wildcard (Broadcast)"...)
		case !utf8.Valid(name) || bytes.ContainsFunc(name, unicode.IsControl):
			return field.AppendBytes(b, name, 0)
		}
		return append(field.AppendEscaped(append(b, '"'), name), '"')
	}
	return b
}

// wlanName: the valid types and subtypes, section 9.2.4.1.3.
func wlanName(fc uint16) string {
	subtype := fc >> 4 & 15
	switch fc & wlanType {
	case wlanManagement:
		return pick(subtype, "Association Request", "Association Response", "Reassociation Request", "Reassociation Response",
			"Probe Request", "Probe Response", "Measurement Pilot", "", "Beacon frame", "ATIM", "Disassociate",
			"Authentication", "Deauthentication", "Action", "Action No Ack", "Aruba Management")
	case wlanControl:
		return pick(subtype, "", "", "Trigger", "", "Beamforming Report Poll", "VHT/HE NDP Announcement", "", "Control Wrapper",
			"802.11 Block Ack Req", "802.11 Block Ack", "Power-Save poll", "Request-to-send", "Clear-to-send",
			"Acknowledgement", "CF-End (Control-frame)", "CF-End + CF-Ack (Control-frame)")
	}
	return pick(subtype, "Data", "Data + CF-Ack", "Data + CF-Poll", "Data + CF-Ack + CF-Poll", "Null function (No data)",
		"Acknowledgement (No data)", "CF-Poll (No data)", "CF-Ack/Poll (No data)", "QoS Data", "QoS Data + CF-Acknowledgment",
		"QoS Data + CF-Poll", "QoS Data + CF-Ack + CF-Poll", "QoS Null function (No data)", "", "QoS CF-Poll (No Data)",
		"QoS CF-Ack + CF-Poll (No data)")
}
