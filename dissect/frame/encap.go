package frame

import (
	"cmp"
	"slices"
)

// An Encapsulation is a link layer as Wireshark numbers them (WTAP_ENCAP_).
type Encapsulation struct {
	Number uint16
	Name   string
}

// EncapOf is the encapsulation of a LINKTYPE_, number 0 where Wireshark knows
// none.
func EncapOf(link uint32) Encapsulation {
	i, ok := slices.BinarySearchFunc(encaps, link, func(e encap, link uint32) int { return cmp.Compare(uint32(e.link), link) })
	if !ok {
		return unknownEncap
	}
	return encaps[i].Encapsulation
}

var unknownEncap = Encapsulation{0, "Unknown"}

// encapName is the name behind one of Wireshark's numbers.
func encapName(number uint64) string {
	for i := range encaps {
		if uint64(encaps[i].Number) == number {
			return encaps[i].Name
		}
	}
	return unknownEncap.Name
}

type encap struct {
	link uint16
	Encapsulation
}

// encaps is sorted by link.
var encaps = []encap{
	{0, Encapsulation{15, "NULL/Loopback"}},
	{1, Encapsulation{1, "Ethernet"}},
	{2, Encapsulation{184, "Xerox 3MB Ethernet"}},
	{3, Encapsulation{148, "Amateur Radio AX.25"}},
	{6, Encapsulation{2, "Token Ring"}},
	{7, Encapsulation{8, "ARCNET"}},
	{8, Encapsulation{3, "SLIP"}},
	{9, Encapsulation{4, "PPP"}},
	{10, Encapsulation{6, "FDDI with bit-swapped MAC addresses"}},
	{11, Encapsulation{10, "RFC 1483 ATM"}},
	{12, Encapsulation{7, "Raw IP"}},
	{13, Encapsulation{38, "OpenBSD enc(4) encapsulating interface"}},
	{14, Encapsulation{7, "Raw IP"}},
	{16, Encapsulation{11, "Linux ATM CLIP"}},
	{18, Encapsulation{11, "Linux ATM CLIP"}},
	{19, Encapsulation{11, "Linux ATM CLIP"}},
	{32, Encapsulation{69, "Redback SmartEdge"}},
	{50, Encapsulation{4, "PPP"}},
	{51, Encapsulation{139, "PPP-over-Ethernet session"}},
	{99, Encapsulation{61, "Symantec Enterprise Firewall"}},
	{100, Encapsulation{10, "RFC 1483 ATM"}},
	{101, Encapsulation{7, "Raw IP"}},
	{104, Encapsulation{28, "Cisco HDLC"}},
	{105, Encapsulation{20, "IEEE 802.11 Wireless LAN"}},
	{106, Encapsulation{11, "Linux ATM CLIP"}},
	{107, Encapsulation{26, "Frame Relay"}},
	{108, Encapsulation{174, "OpenBSD loopback"}},
	{109, Encapsulation{38, "OpenBSD enc(4) encapsulating interface"}},
	{112, Encapsulation{28, "Cisco HDLC"}},
	{113, Encapsulation{25, "Linux cooked-mode capture v1"}},
	{114, Encapsulation{30, "Localtalk"}},
	{117, Encapsulation{39, "OpenBSD PF Firewall logs"}},
	{118, Encapsulation{29, "Cisco IOS internal"}},
	{119, Encapsulation{21, "IEEE 802.11 plus Prism II monitor mode radio header"}},
	{121, Encapsulation{32, "HiPath HDLC"}},
	{122, Encapsulation{18, "RFC 2625 IP-over-Fibre Channel"}},
	{127, Encapsulation{23, "IEEE 802.11 plus radiotap radio header"}},
	{128, Encapsulation{37, "Tazmen sniffer protocol"}},
	{129, Encapsulation{9, "Linux ARCNET"}},
	{130, Encapsulation{81, "Juniper MLPPP"}},
	{131, Encapsulation{82, "Juniper MLFR"}},
	{133, Encapsulation{87, "Juniper GGSN"}},
	{135, Encapsulation{68, "Juniper ATM2"}},
	{136, Encapsulation{151, "Juniper Services"}},
	{137, Encapsulation{67, "Juniper ATM1"}},
	{138, Encapsulation{62, "Apple IP-over-IEEE 1394"}},
	{139, Encapsulation{75, "MTP2 with pseudoheader"}},
	{140, Encapsulation{42, "SS7 MTP2"}},
	{141, Encapsulation{43, "SS7 MTP3"}},
	{142, Encapsulation{101, "SS7 SCCP"}},
	{143, Encapsulation{33, "Data Over Cable Service Interface Specification"}},
	{147, Encapsulation{45, "USER 0"}},
	{148, Encapsulation{46, "USER 1"}},
	{149, Encapsulation{47, "USER 2"}},
	{150, Encapsulation{48, "USER 3"}},
	{151, Encapsulation{49, "USER 4"}},
	{152, Encapsulation{50, "USER 5"}},
	{153, Encapsulation{51, "USER 6"}},
	{154, Encapsulation{52, "USER 7"}},
	{155, Encapsulation{53, "USER 8"}},
	{156, Encapsulation{54, "USER 9"}},
	{157, Encapsulation{55, "USER 10"}},
	{158, Encapsulation{56, "USER 11"}},
	{159, Encapsulation{57, "USER 12"}},
	{160, Encapsulation{58, "USER 13"}},
	{161, Encapsulation{59, "USER 14"}},
	{162, Encapsulation{60, "USER 15"}},
	{163, Encapsulation{24, "IEEE 802.11 plus AVS radio header"}},
	{165, Encapsulation{63, "BACnet MS/TP"}},
	{167, Encapsulation{76, "Juniper PPPoE"}},
	{169, Encapsulation{66, "GPRS LLC"}},
	{170, Encapsulation{178, "ITU-T G.7041/Y.1303 Generic Framing Procedure Transparent mode"}},
	{171, Encapsulation{179, "ITU-T G.7041/Y.1303 Generic Framing Procedure Frame-mapped mode"}},
	{172, Encapsulation{77, "GCOM TIE1"}},
	{173, Encapsulation{78, "GCOM Serial"}},
	{178, Encapsulation{83, "Juniper Ethernet"}},
	{179, Encapsulation{84, "Juniper PPP"}},
	{180, Encapsulation{85, "Juniper Frame-Relay"}},
	{181, Encapsulation{86, "Juniper C-HDLC"}},
	{183, Encapsulation{91, "Juniper Voice PIC"}},
	{184, Encapsulation{181, "Juniper VN"}},
	{186, Encapsulation{92, "USB packets with FreeBSD header"}},
	{187, Encapsulation{41, "Bluetooth H4"}},
	{188, Encapsulation{93, "IEEE 802.16 MAC Common Part Sublayer"}},
	{189, Encapsulation{95, "USB packets with Linux header"}},
	{190, Encapsulation{109, "Controller Area Network 2.0B"}},
	{192, Encapsulation{97, "Per-Packet Information header"}},
	{195, Encapsulation{104, "IEEE 802.15.4 Wireless PAN"}},
	{196, Encapsulation{100, "SITA WAN packets"}},
	{197, Encapsulation{98, "Extensible Record Format"}},
	{199, Encapsulation{103, "Intelligent Platform Management Bus with Kontron pseudo-header"}},
	{200, Encapsulation{197, "Juniper Secure Tunnel Information"}},
	{201, Encapsulation{99, "Bluetooth H4 with linux header"}},
	{202, Encapsulation{147, "AX.25 with KISS header"}},
	{203, Encapsulation{131, "LAPD"}},
	{204, Encapsulation{19, "PPP with Directional Info"}},
	{209, Encapsulation{112, "I2C with Linux-specific pseudo-header"}},
	{210, Encapsulation{106, "FlexRay"}},
	{211, Encapsulation{108, "Media Oriented Systems Transport"}},
	{212, Encapsulation{107, "Local Interconnect Network"}},
	{213, Encapsulation{111, "X2E serial line capture"}},
	{214, Encapsulation{105, "X2E Xoraya"}},
	{215, Encapsulation{113, "IEEE 802.15.4 Wireless PAN non-ASK PHY"}},
	{220, Encapsulation{115, "USB packets with Linux header and padding"}},
	{224, Encapsulation{121, "Fibre Channel FC-2"}},
	{225, Encapsulation{122, "Fibre Channel FC-2 With Frame Delimiter"}},
	{226, Encapsulation{124, "Solaris IPNET"}},
	{227, Encapsulation{125, "SocketCAN"}},
	{228, Encapsulation{129, "Raw IPv4"}},
	{229, Encapsulation{130, "Raw IPv6"}},
	{230, Encapsulation{127, "IEEE 802.15.4 Wireless PAN with FCS not present"}},
	{231, Encapsulation{146, "D-Bus"}},
	{235, Encapsulation{132, "DVB-CI (Common Interface)"}},
	{236, Encapsulation{133, "MUX27010"}},
	{237, Encapsulation{157, "STANAG 5066 Data Transfer Sublayer PDUs(D_PDU)"}},
	{239, Encapsulation{141, "NFLOG"}},
	{240, Encapsulation{135, "Hilscher netANALYZER"}},
	{241, Encapsulation{136, "Hilscher netANALYZER-Transparent"}},
	{242, Encapsulation{180, "IP over IB"}},
	{243, Encapsulation{138, "ISO/IEC 13818-1 MPEG2-TS"}},
	{245, Encapsulation{140, "NFC LLCP"}},
	{248, Encapsulation{149, "SCTP"}},
	{249, Encapsulation{152, "USB packets with USBPcap header"}},
	{250, Encapsulation{153, "RTAC serial-line"}},
	{251, Encapsulation{154, "Bluetooth Low Energy Link Layer"}},
	{252, Encapsulation{155, "Wireshark Upper PDU export"}},
	{253, Encapsulation{158, "Linux Netlink"}},
	{254, Encapsulation{159, "Bluetooth Linux Monitor"}},
	{255, Encapsulation{160, "Bluetooth BR/EDR Baseband RF"}},
	{256, Encapsulation{161, "Bluetooth Low Energy Link Layer RF"}},
	{258, Encapsulation{171, "Apple PKTAP"}},
	{259, Encapsulation{172, "Ethernet Passive Optical Network"}},
	{260, Encapsulation{173, "IPMI Trace Data Collection"}},
	{264, Encapsulation{177, "ISO 14443 contactless smartcard standards"}},
	{266, Encapsulation{182, "USB packets with Darwin (macOS, etc.) headers"}},
	{268, Encapsulation{36, "SDLC"}},
	{270, Encapsulation{183, "LoRaTap"}},
	{271, Encapsulation{185, "Linux vsock"}},
	{272, Encapsulation{186, "nRF Sniffer for Bluetooth LE"}},
	{273, Encapsulation{199, "DOCSIS with Excentis XRA pseudo-header"}},
	{274, Encapsulation{198, "IEEE 802.3br mPackets"}},
	{275, Encapsulation{200, "DisplayPort AUX channel with Unigraf pseudo-header"}},
	{276, Encapsulation{210, "Linux cooked-mode capture v2"}},
	{279, Encapsulation{204, "Elektrobit High Speed Capture and Replay"}},
	{280, Encapsulation{205, "Vector Packet Processing graph dispatch trace"}},
	{283, Encapsulation{206, "IEEE 802.15.4 Wireless with TAP pseudo-header"}},
	{287, Encapsulation{211, "Z-Wave Serial API packets"}},
	{288, Encapsulation{208, "USB 2.0/1.1/1.0 packets"}},
	{290, Encapsulation{212, "Event Tracing for Windows messages"}},
	{292, Encapsulation{214, "ZBOSS NCP"}},
	{293, Encapsulation{215, "Low-Speed USB 2.0/1.1/1.0 packets"}},
	{294, Encapsulation{216, "Full-Speed USB 2.0/1.1/1.0 packets"}},
	{295, Encapsulation{217, "High-Speed USB 2.0 packets"}},
}
