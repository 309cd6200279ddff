package lldp

import (
	"math/bits"

	"github.com/pktscope/pktscope/dissect/field"
)

// What a port negotiates and what it runs at: IEEE 802.3, section 79.3.1. The
// capabilities are those of RFC 4836, whose bits are numbered from the other
// end; not all devices know.
var (
	fNegotiation = Proto.Uint8("lldp.ieee.802_3.mac_phy_auto_neg_status", "Auto-Negotiation Support/Status", field.Hex, field.Bits(
		Proto.Bit("lldp.ieee.802_3.mac_phy_auto_neg_status.supported", "Auto-Negotiation", 1, supported),
		Proto.Bit("lldp.ieee.802_3.mac_phy_auto_neg_status.enabled", "Auto-Negotiation", 2, enabled),
	))
	fAdvertised = Proto.Uint16("lldp.ieee.802_3.pmd_auto_neg_advertised_caps", "PMD Auto-Negotiation Advertised Capability", field.Hex,
		field.Bits(advertised("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.", func(bit uint16) uint16 { return bit })...))
	fInverted = field.U16{Def: Proto.Scope("Same in inverse (wrong) bitorder",
		field.Bits(advertised("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.", bits.Reverse16)...))}
	fMAU = Proto.Uint16("lldp.ieee.802_3.pmd_mau_type", "Operational MAU Type", field.Hex, field.Named(mauName))
)

// A PHY is what a port negotiates and what it runs at.
type PHY struct {
	Negotiation uint8  // bit 0: supported, bit 1: enabled
	Advertised  uint16 // bits of RFC 4836, ifMauAutoNegCapAdvertisedBits
	MAU         uint16 // the number of an operational type: RFC 4836, dot3MauType
}

func (p *PHY) decode(d *field.Decoder) {
	p.Negotiation = d.Uint8(fNegotiation)
	p.Advertised = d.Shared16(fAdvertised, fInverted)
	p.MAU = d.Uint16(fMAU)
}

// advertised are the bits of what is advertised, each at its place.
func advertised(prefix string, place func(bit uint16) uint16) (list []field.Field) {
	for i, c := range [...]struct{ name, label string }{
		{"1000base_tfd", "1000BASE-T (full duplex mode)"},
		{"1000base_t", "1000BASE-T (half duplex mode)"},
		{"1000base_xfd", "1000BASE-X (-LX, -SX, -CX full duplex mode)"},
		{"1000base_x", "1000BASE-X (-LX, -SX, -CX half duplex mode)"},
		{"fdx_bpause", "Asymmetric and Symmetric PAUSE (for full-duplex links)"},
		{"fdx_spause", "Symmetric PAUSE (for full-duplex links)"},
		{"fdx_apause", "Asymmetric PAUSE (for full-duplex links)"},
		{"fdx_pause", "PAUSE (for full-duplex links)"},
		{"100base_t2fd", "100BASE-T2 (full duplex mode)"},
		{"100base_t2", "100BASE-T2 (half duplex mode)"},
		{"100base_txfd", "100BASE-TX (full duplex mode)"},
		{"100base_tx", "100BASE-TX (half duplex mode)"},
		{"100base_t4", "100BASE-T4"},
		{"10base_tfd", "10BASE-T (full duplex mode)"},
		{"10base_t", "10BASE-T (half duplex mode)"},
		{"other", "Other or unknown"},
	} {
		list = append(list, Proto.Bit(prefix+c.name, c.label, uint64(place(1<<i)), capable, field.Size(2)))
	}
	return list
}

func mauName(v uint64) string {
	if v < uint64(len(mauNames)) {
		return mauNames[v]
	}
	return ""
}

var mauNames = [...]string{
	0x00: "other or unknown",
	0x01: "AUI - no internal MAU, view from AUI",
	0x02: "10Base5 - thick coax MAU",
	0x03: "Foirl - FOIRL MAU",
	0x04: "10Base2 - thin coax MAU",
	0x05: "10BaseT - UTP MAU",
	0x06: "10BaseFP - passive fiber MAU",
	0x07: "10BaseFB - sync fiber MAU",
	0x08: "10BaseFL - async fiber MAU",
	0x09: "10Broad36 - broadband DTE MAU",
	0x0a: "10BaseTHD - UTP MAU, half duplex mode",
	0x0b: "10BaseTFD - UTP MAU, full duplex mode",
	0x0c: "10BaseFLHD - async fiber MAU, half duplex mode",
	0x0d: "10BaseFLDF - async fiber MAU, full duplex mode",
	0x0e: "10BaseT4 - 4 pair category 3 UTP",
	0x0f: "100BaseTXHD - 2 pair category 5 UTP, half duplex mode",
	0x10: "100BaseTXFD - 2 pair category 5 UTP, full duplex mode",
	0x11: "100BaseFXHD - X fiber over PMT, half duplex mode",
	0x12: "100BaseFXFD - X fiber over PMT, full duplex mode",
	0x13: "100BaseT2HD - 2 pair category 3 UTP, half duplex mode",
	0x14: "100BaseT2DF - 2 pair category 3 UTP, full duplex mode",
	0x15: "1000BaseXHD - PCS/PMA, unknown PMD, half duplex mode",
	0x16: "1000BaseXFD - PCS/PMA, unknown PMD, full duplex mode",
	0x17: "1000BaseLXHD - Fiber over long-wavelength laser, half duplex mode",
	0x18: "1000BaseLXFD - Fiber over long-wavelength laser, full duplex mode",
	0x19: "1000BaseSXHD - Fiber over short-wavelength laser, half duplex mode",
	0x1a: "1000BaseSXFD - Fiber over short-wavelength laser, full duplex mode",
	0x1b: "1000BaseCXHD - Copper over 150-Ohm balanced cable, half duplex mode",
	0x1c: "1000BaseCXFD - Copper over 150-Ohm balanced cable, full duplex mode",
	0x1d: "1000BaseTHD - Four-pair Category 5 UTP, half duplex mode",
	0x1e: "1000BaseTFD - Four-pair Category 5 UTP, full duplex mode",
	0x1f: "10GigBaseX - X PCS/PMA, unknown PMD.",
	0x20: "10GigBaseLX4 - X fiber over WWDM optics",
	0x21: "10GigBaseR - R PCS/PMA, unknown PMD.",
	0x22: "10GigBaseER - R fiber over 1550 nm optics",
	0x23: "10GigBaseLR - R fiber over 1310 nm optics",
	0x24: "10GigBaseSR - R fiber over 850 nm optics",
	0x25: "10GigBaseW - W PCS/PMA, unknown PMD.",
	0x26: "10GigBaseEW - W fiber over 1550 nm optics",
	0x27: "10GigBaseLW - W fiber over 1310 nm optics",
	0x28: "10GigBaseSW - W fiber over 850 nm optics",
	0x29: "10GBASE-CX4 - X copper over 8 pair 100-Ohm balanced cable",
	0x2a: "2BASE-TL - Voice grade UTP copper, up to 2700m, optional PAF",
	0x2b: "10PASS-TS - Voice grade UTP copper, up to 750m, optional PAF",
	0x2c: "100BASE-BX10D - One single-mode fiber OLT, long wavelength, 10km",
	0x2d: "100BASE-BX10U - One single-mode fiber ONU, long wavelength, 10km",
	0x2e: "100BASE-LX10 - One single-mode fiber ONU, long wavelength, 10km",
	0x2f: "1000BASE-BX10D - One single-mode fiber OLT, long wavelength, 10km",
	0x30: "1000BASE-BX10U - One single-mode fiber ONU, long wavelength, 10km",
	0x31: "1000BASE-LX10 - Two single-mode fiber, long wavelength, 10km",
	0x32: "1000BASE-PX10D - One single-mode fiber EPON OLT, 10km",
	0x33: "1000BASE-PX10U - One single-mode fiber EPON ONU, 10km",
	0x34: "1000BASE-PX20D - One single-mode fiber EPON OLT, 20km",
	0x35: "1000BASE-PX20U - One single-mode fiber EPON ONU, 20km",
}
