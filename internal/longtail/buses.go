package longtail

import "github.com/pktscope/pktscope/dissect/field"

// What is captured at buses and sockets, and not on a network.
var buses = []protocol{
	{name: "usb", short: "USB", label: "USB", min: 1, keys: keys(field.Link, []uint64{186, 189, 220, 249, 266}), info: linkInfo},
	{name: "can", short: "CAN", label: "Controller Area Network", min: 8, keys: one(field.Link, 227), title: canTitle, info: canInfo, carries: canCarries},
	{name: "dbus", short: "D-Bus", label: "D-Bus", min: 1, keys: one(field.Link, 231), info: linkInfo},
	{name: "vsock", short: "vSocket", label: "vSocket", min: 1, keys: one(field.Link, 271), info: linkInfo},
}

// linkInfo says which link type it is.
func linkInfo(b []byte, m *Message) []byte {
	b = field.AppendUint(append(b, "Link type "...), m.key.Value)
	return append(b, " is not decoded"...)
}

// Bits of a CAN identifier, and of the flags of CAN FD: the pcap format's
// LINKTYPE_CAN_SOCKETCAN.
const (
	canExtended = 0x80000000
	canRemote   = 0x40000000
	canError    = 0x20000000
	canHeader   = 8
	canFlexible = 0x04 // the frame is CAN FD's
)

func isCANFD(v view) bool { return v.u8(5)&canFlexible != 0 }

func canTitle(b []byte, m *Message) []byte {
	if isCANFD(m.Data) {
		return append(b, "CANFD"...)
	}
	return append(b, m.of.short...)
}

// canInfo appends "ID: 1843 (0x733), Length: 1".
func canInfo(b []byte, m *Message) []byte {
	id := m.Data.u32(0)
	switch {
	case id&canError != 0:
		return append(b, "Error frame"...)
	case id&canExtended != 0:
		id &= 0x1fffffff
		b = field.AppendUint(append(b, "Ext. ID: "...), uint64(id))
		b = field.AppendNibbles(append(b, " (0x"...), uint64(id), 8)
	default:
		b = field.AppendUint(append(b, "ID: "...), uint64(id&0x7ff))
		b = field.AppendNibbles(append(b, " (0x"...), uint64(id&0x7ff), 3)
	}
	b = field.AppendUint(append(b, "), Length: "...), uint64(m.Data.u8(4)))
	if m.Data.u32(0)&canRemote != 0 {
		b = append(b, " (Remote Transmission Request)"...)
	}
	return b
}

// canCarries: as many bytes as the header counts. Those of an error frame tell the error.
func canCarries(m *Message) (header int, inner field.Key) {
	if m.Data.u32(0)&(canError|canRemote) != 0 || m.Data.u8(4) == 0 {
		return 0, field.Key{}
	}
	return canHeader, contentKey
}
