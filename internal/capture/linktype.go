package capture

import "strconv"

// A LinkType is a LINKTYPE_ value as capture files store it
// (https://www.tcpdump.org/linktypes.html), never a platform's DLT_ value.
type LinkType uint32

// The link types that have dissectors, and those that need care in reading.
const (
	LinkNull       LinkType = 0
	LinkEthernet   LinkType = 1
	LinkIEEE802_5  LinkType = 6
	LinkPPP        LinkType = 9
	LinkFDDI       LinkType = 10
	LinkRawBSD     LinkType = 12 // DLT_RAW of most systems, written by those that don't translate
	LinkRawOpenBSD LinkType = 14 // DLT_RAW of OpenBSD
	LinkPPPHDLC    LinkType = 50
	LinkPPPEther   LinkType = 51
	LinkRaw        LinkType = 101
	LinkCHDLC      LinkType = 104
	LinkIEEE802_11 LinkType = 105
	LinkFRelay     LinkType = 107
	LinkLoop       LinkType = 108
	LinkLinuxSLL   LinkType = 113
	LinkPFLog      LinkType = 117
	LinkRadiotap   LinkType = 127
	LinkPPPWithDir LinkType = 204
	LinkIPv4       LinkType = 228
	LinkIPv6       LinkType = 229
	LinkDBus       LinkType = 231
	LinkUSBPcap    LinkType = 249
	LinkLinuxSLL2  LinkType = 276
	LinkEBHSCR     LinkType = 279

	// LinkNone is the link type of records that are no packets.
	LinkNone LinkType = 1<<32 - 1
)

// A link is the properties of a link type.
type link struct {
	name  string
	encap Encap
}

// An Encap is Wireshark's number and name for an encapsulation, what it shows
// as frame.encap_type.
type Encap struct {
	Number int
	Name   string
}

// String returns the name of the link type without LINKTYPE_, or its number.
func (l LinkType) String() string {
	if s := l.info().name; s != "" {
		return s
	}
	return "LINKTYPE " + strconv.FormatUint(uint64(l), 10)
}

// Encap returns what Wireshark calls the link type; Unknown (0) where it has
// no word for it.
func (l LinkType) Encap() Encap {
	if e := l.info().encap; e.Name != "" {
		return e
	}
	return Encap{0, "Unknown"}
}

func (l LinkType) info() *link {
	if uint64(l) < uint64(len(links)) {
		return &links[l]
	}
	return &link{}
}

// PseudoHeader returns how many bytes of metadata, which were on no wire, are
// written before each frame of the link type and that Wireshark counts neither
// in frame.len nor in frame.cap_len. A Packet's Data and WireLen have them.
func (l LinkType) PseudoHeader() int {
	switch l {
	case LinkPPPWithDir:
		return 1
	case 245: // NFC_LLCP
		return 2
	case 123, 139, 201, 254: // SUNATM, MTP2_WITH_PHDR, BLUETOOTH_HCI_H4_WITH_PHDR, BLUETOOTH_LINUX_MONITOR
		return 4
	case 196, 209: // SITA, IPMB_LINUX
		return 5
	case 144, 177: // LINUX_IRDA, LINUX_LAPD
		return 16
	}
	return 0
}

const (
	usualFrame = 256 << 10 // tcpdump and Wireshark never write more
	maxFrame   = 8 << 20
)

// maxCaptured returns how long a frame in a file can be. More is damage. D-Bus and
// USBPcap allow 128 MiB, which is more memory than a capture may cost.
func maxCaptured(l LinkType) uint32 {
	switch l {
	case LinkDBus, LinkUSBPcap, LinkEBHSCR:
		return maxFrame
	}
	return usualFrame
}
