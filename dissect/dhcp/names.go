package dhcp

func operationName(v uint64) string {
	switch v {
	case opRequest:
		return "Boot Request"
	case opReply:
		return "Boot Reply"
	}
	return ""
}

// messageName names a type of messages: IANA, "DHCP Message Type 53 Values".
func messageName(v uint64) string {
	names := [...]string{
		"", "Discover", "Offer", "Request", "Decline", "ACK", "NAK", "Release", "Inform", "Force Renew", "Lease query",
		"Lease Unassigned", "Lease Unknown", "Lease Active", "Bulk Lease Query", "Lease Query Done", "Active LeaseQuery",
		"Lease Query Status", "TLS",
	}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// optionName names an option.
func optionName(v uint64) string {
	switch v {
	case optionPad:
		return "Padding"
	case optionEnd:
		return "End"
	}
	return optionOf(uint8(v)).name
}

// hardwareName names a type of hardware: IANA, "ARP Hardware Types".
func hardwareName(v uint64) string {
	switch v {
	case 0:
		return "NET/ROM pseudo"
	case 1:
		return "Ethernet"
	case 2:
		return "Experimental Ethernet"
	case 3:
		return "AX.25"
	case 4:
		return "ProNET"
	case 5:
		return "Chaos"
	case 6:
		return "IEEE 802"
	case 7:
		return "ARCNET"
	case 8:
		return "Hyperchannel"
	case 9:
		return "Lanstar"
	case 10:
		return "Autonet Short Address"
	case 11:
		return "Localtalk"
	case 12:
		return "LocalNet"
	case 13:
		return "Ultra link"
	case 14:
		return "SMDS"
	case 15:
		return "Frame Relay DLCI"
	case 16:
		return "ATM"
	case 17:
		return "HDLC"
	case 18:
		return "Fibre Channel"
	case 19:
		return "ATM (RFC 2225)"
	case 20:
		return "Serial Line"
	case 21:
		return "ATM"
	case 22:
		return "MIL-STD-188-220"
	case 23:
		return "Metricom STRIP"
	case 24:
		return "IEEE 1394.1995"
	case 25:
		return "MAPOS"
	case 26:
		return "Twinaxial"
	case 27:
		return "EUI-64"
	case 28:
		return "HIPARP"
	case 29:
		return "IP and ARP over ISO 7816-3"
	case 30:
		return "ARPSec"
	case 31:
		return "IPsec tunnel"
	case 32:
		return "InfiniBand"
	case 33:
		return "TIA-102 Project 25 CAI"
	case 34:
		return "Wiegand Interface"
	case 35:
		return "Pure IP"
	case 36:
		return "Experimental 1"
	case 37:
		return "HFI"
	case 38:
		return "Unified Bus"
	case 256:
		return "Experimental 2"
	case 257:
		return "AEthernet"
	case 260:
		return "Notional KISS type"
	case 264:
		return "ADAPT"
	case 270:
		return "ROSE"
	case 271:
		return "CCITT X.25"
	case 272:
		return "Boards with X.25 in firmware"
	case 280:
		return "Controller Area Network"
	case 512:
		return "PPP"
	case 513:
		return "Cisco HDLC"
	case 516:
		return "LAPB"
	case 517:
		return "Digital's DDCMP protocol"
	case 518:
		return "Raw HDLC"
	case 519:
		return "Raw IP"
	case 768:
		return "IPIP tunnel"
	case 769:
		return "IP6IP6 tunnel"
	case 770:
		return "Frame Relay Access Device"
	case 771:
		return "SKIP vif"
	case 772:
		return "Loopback"
	case 774:
		return "Fiber Distributed Data Interface"
	case 775:
		return "AP1000 BIF"
	case 776:
		return "sit0 device - IPv6-in-IPv4"
	case 777:
		return "IP over DDP tunneller"
	case 778:
		return "GRE over IP"
	case 779:
		return "PIMSM register interface"
	case 780:
		return "High Performance Parallel Interface"
	case 781:
		return "Nexus 64Mbps Ash"
	case 782:
		return "Acorn Econet"
	case 783:
		return "Linux-IrDA"
	case 784:
		return "Point to point fibrechannel"
	case 785:
		return "Fibrechannel arbitrated loop"
	case 786:
		return "Fibrechannel public loop"
	case 787:
		return "Fibrechannel fabric"
	case 800:
		return "Magic type ident for TR"
	case 801:
		return "IEEE 802.11"
	case 802:
		return "IEEE 802.11 + Prism2 header"
	case 803:
		return "IEEE 802.11 + radiotap header"
	case 804:
		return "IEEE 802.15.4"
	case 805:
		return "IEEE 802.15.4 network monitor"
	case 820:
		return "PhoNet media type"
	case 821:
		return "PhoNet pipe header"
	case 822:
		return "CAIF media type"
	case 823:
		return "GRE over IPv6"
	case 824:
		return "Netlink"
	case 825:
		return "IPv6 over LoWPAN"
	case 826:
		return "Vsock monitor header"
	case 65535:
		return "Void type, nothing is known"
	case 65534:
		return "zero header length"
	}
	return ""
}
