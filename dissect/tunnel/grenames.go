package tunnel

// greTypeName is Wireshark's name of a GRE protocol type, "" where it has
// none. It is shorter than that of the EtherTypes and says some otherwise.
func greTypeName(v uint64) string {
	switch v {
	case 0x0000:
		return "Possible GRE keepalive packet"
	case 0x00fe:
		return "OSI"
	case typeIPv4:
		return "IP"
	case typeARP:
		return "ARP"
	case 0x2000:
		return "CDP (Cisco)"
	case typeNHRP:
		return "NHRP"
	case typeERSPAN3:
		return "ERSPAN III"
	case 0x6400:
		return "MIKROTIK EoIP"
	case typeBridging:
		return "Transparent Ethernet bridging"
	case typeFrameRelay:
		return "Frame Relay"
	case 0x8137:
		return "IPX"
	case typeIPv6:
		return "IPv6"
	case typePPP:
		return "PPP"
	case typeWCCP:
		return "WCCP"
	case typeMPLS:
		return "MPLS label switched packet"
	case 0x8881:
		return "CDMA2000 A10 Unstructured byte stream"
	case typeERSPAN:
		return "ERSPAN"
	case 0x88d2:
		return "CDMA2000 A10 3GPP2 Packet"
	case typeCMD:
		return "CiscoMetaData"
	case typeNSH:
		return "Network Service Header"
	case 0xb7ea:
		return "Huawei GRE bonding"
	case 0xfeae:
		return "AIROHIVE AP AP"
	}
	if v == 0x9000 || (v >= 0x8200 && v <= 0x8370 || isArubaVLAN(v)) && v&0xf == 0 {
		return "ARUBA WLAN"
	}
	return ""
}

// isArubaVLAN reports whether v is one of the types of Aruba's access points that are
// tags of VLANs elsewhere.
func isArubaVLAN(v uint64) bool { return v >= 0x9100 && v <= 0x91f0 }

func greVersionName(v uint64) string {
	switch v {
	case 0:
		return "GRE"
	case 1:
		return "Enhanced GRE"
	}
	return ""
}
