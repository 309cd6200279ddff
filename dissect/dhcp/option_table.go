package dhcp

import "github.com/pktscope/pktscope/dissect/field"

// An option is a row of IANA's registry "BOOTP Vendor Extensions and DHCP Options".
type option struct {
	name string
	form form
	def  *field.Def // of a form with one field
}

// optionOf returns the row of an option, with bytes for data that has no fields here.
func optionOf(code uint8) option {
	switch {
	case code >= 224:
		return privateOption(code)
	case code >= 128:
		return lateOption(code)
	}
	switch code {
	case 1:
		return option{"Subnet Mask", addressForm, fSubnetMask}
	case 2:
		return option{"Time Offset", offsetForm, fTimeOffset}
	case 3:
		return option{"Router", addressesForm, fRouter}
	case 4:
		return option{"Time Server", addressesForm, fTimeServer}
	case 5:
		return option{"Name Server", addressesForm, fNameServer}
	case 6:
		return option{"Domain Name Server", addressesForm, fDomainNameServer}
	case 7:
		return option{"Log Server", addressesForm, fLogServer}
	case 8:
		return option{"Quotes Server", addressesForm, fQuotesServer}
	case 9:
		return option{"LPR Server", addressesForm, fLprServer}
	case 10:
		return option{"Impress Server", addressesForm, fImpressServer}
	case 11:
		return option{"Resource Location Server", addressesForm, fResourceLocationServer}
	case 12:
		return option{"Host Name", textForm, fHostname}
	case 13:
		return option{"Boot File Size", wordForm, fBootFileSize}
	case 14:
		return option{"Merit Dump File", textForm, fMeritDumpFile}
	case 15:
		return option{"Domain Name", textForm, fDomainName}
	case 16:
		return option{"Swap Server", addressForm, fSwapServer}
	case 17:
		return option{"Root Path", textForm, fRootPath}
	case 18:
		return option{"Extensions Path", textForm, fExtensionPath}
	case 19:
		return option{"IP Forwarding", flagForm, fIpForwarding}
	case 20:
		return option{"Non-Local Source Routing", flagForm, fNonLocalSourceRouting}
	case 21:
		return option{"Policy Filter", unreadForm, nil}
	case 22:
		return option{"Maximum Datagram Reassembly Size", wordForm, fMaxDatagramReassemblySize}
	case 23:
		return option{"Default IP Time-to-Live", numberForm, fDefaultIpTtl}
	case 24:
		return option{"Path MTU Aging Timeout", secondsForm, fPathMtuAgingTimeout}
	case 25:
		return option{"Path MTU Plateau Table", wordsForm, fPathMtuPlateauTableItem}
	case 26:
		return option{"Interface MTU", wordForm, fInterfaceMtu}
	case 27:
		return option{"All Subnets are Local", flagForm, fAllSubnetsAreLocal}
	case 28:
		return option{"Broadcast Address", addressForm, fBroadcastAddress}
	case 29:
		return option{"Perform Mask Discovery", flagForm, fPerformMaskDiscovery}
	case 30:
		return option{"Mask Supplier", flagForm, fMaskSupplier}
	case 31:
		return option{"Perform Router Discover", flagForm, fPerformRouterDiscover}
	case 32:
		return option{"Router Solicitation Address", addressForm, fRouterSolicitationAddress}
	case 33:
		return option{"Static Route", staticForm, nil}
	case 34:
		return option{"Trailer Encapsulation", flagForm, fTrailerEncapsulation}
	case 35:
		return option{"ARP Cache Timeout", secondsForm, fArpCacheTimeout}
	case 36:
		return option{"Ethernet Encapsulation", flagForm, fEthernetEncapsulation}
	case 37:
		return option{"TCP Default TTL", numberForm, fTcpDefaultTtl}
	case 38:
		return option{"TCP Keepalive Interval", secondsForm, fTcpKeepaliveInterval}
	case 39:
		return option{"TCP Keepalive Garbage", flagForm, fTcpKeepaliveGarbage}
	case 40:
		return option{"Network Information Service Domain", textForm, fNisDomain}
	case 41:
		return option{"Network Information Service Servers", addressesForm, fNisServer}
	case 42:
		return option{"Network Time Protocol Servers", addressesForm, fNtpServer}
	case 43:
		return option{"Vendor-Specific Information", vendorForm, nil}
	case 44:
		return option{"NetBIOS over TCP/IP Name Server", addressesForm, fNetbiosOverTcpipNameServer}
	case 45:
		return option{"NetBIOS over TCP/IP Datagram Distribution Name Server", addressesForm, fNetbiosOverTcpipDdNameServer}
	case 46:
		return option{"NetBIOS over TCP/IP Node Type", numberForm, fNetbiosOverTcpipNodeType}
	case 47:
		return option{"NetBIOS over TCP/IP Scope", textForm, fNetbiosOverTcpipScope}
	case 48:
		return option{"X Window System Font Server", addressesForm, fXwindowsSystemFontServer}
	case 49:
		return option{"X Window System Display Manager", addressesForm, fXwindowsSystemDisplayManager}
	case 50:
		return option{"Requested IP Address", addressForm, fRequestedIpAddress}
	case 51:
		return option{"IP Address Lease Time", secondsForm, fIpAddressLeaseTime}
	case 52:
		return option{"Option Overload", numberForm, fOptionOverload}
	case 53:
		return option{"DHCP Message Type", messageTypeForm, nil}
	case 54:
		return option{"DHCP Server Identifier", addressForm, fDhcpServerId}
	case 55:
		return option{"Parameter Request List", requestsForm, nil}
	case 56:
		return option{"Message", textForm, fMessage}
	case 57:
		return option{"Maximum DHCP Message Size", wordForm, fDhcpMaxMessageSize}
	case 58:
		return option{"Renewal Time Value", secondsForm, fRenewalTimeValue}
	case 59:
		return option{"Rebinding Time Value", secondsForm, fRebindingTimeValue}
	case 60:
		return option{"Vendor class identifier", textForm, fVendorClassId}
	case 61:
		return option{"Client identifier", clientIDForm, nil}
	case 62:
		return option{"Novell/Netware IP domain", textForm, fNovellNetwareIpDomain}
	case 63:
		return option{"Novell Options", unreadForm, nil}
	case 64:
		return option{"Network Information Service+ Domain", textForm, fNisPlusDomain}
	case 65:
		return option{"Network Information Service+ Servers", addressesForm, fNisPlusServer}
	case 66:
		return option{"TFTP Server Name", textForm, fTftpServerName}
	case 67:
		return option{"Bootfile name", textForm, fBootfileName}
	case 68:
		return option{"Mobile IP Home Agent", addressesForm, fMobileIpHomeAgent}
	case 69:
		return option{"SMTP Server", addressesForm, fSmtpServer}
	case 70:
		return option{"POP3 Server", addressesForm, fPop3Server}
	case 71:
		return option{"NNTP Server", addressesForm, fNntpServer}
	case 72:
		return option{"Default WWW Server", addressesForm, fDefaultWwwServer}
	case 73:
		return option{"Default Finger Server", addressesForm, fDefaultFingerServer}
	case 74:
		return option{"Default IRC Server", addressesForm, fDefaultIrcServer}
	case 75:
		return option{"StreetTalk Server", addressesForm, fStreettalkServer}
	case 76:
		return option{"StreetTalk Directory Assistance Server", addressesForm, fStreettalkDaServer}
	case 77:
		return option{"User Class Information", unreadForm, nil}
	case 78:
		return option{"Directory Agent Information", unreadForm, nil}
	case 79:
		return option{"Service Location Agent Scope", unreadForm, nil}
	case 80:
		return option{"Rapid commit", bytesForm, nil}
	case 81:
		return option{"Client Fully Qualified Domain Name", domainNameForm, nil}
	case 82:
		return option{"Agent Information Option", agentForm, nil}
	case 83:
		return option{"iSNS", unreadForm, nil}
	case 84:
		return option{"Removed/Unassigned", bytesForm, nil}
	case 85:
		return option{"Novell Directory Services Servers", unreadForm, nil}
	case 86:
		return option{"Novell Directory Services Tree Name", textForm, fNovellDsTreeName}
	case 87:
		return option{"Novell Directory Services Context", textForm, fNovellDsContext}
	case 88:
		return option{"BCMCS Controller Domain Name [TODO:RFC4280]", bytesForm, nil}
	case 89:
		return option{"BCMCS Controller IPv4 address [TODO:RFC4280]", bytesForm, nil}
	case 90:
		return option{"Authentication", unreadForm, nil}
	case 91:
		return option{"Client last transaction time", secondsForm, fClientLastTransactionTime}
	case 92:
		return option{"Associated IP option", addressesForm, fAssociatedIpOption}
	case 93:
		return option{"Client System Architecture", wordsForm, fClientSystemArchitecture}
	case 94:
		return option{"Client Network Device Interface", unreadForm, nil}
	case 95:
		return option{"LDAP [TODO:RFC3679]", bytesForm, nil}
	case 96:
		return option{"Removed/Unassigned", bytesForm, nil}
	case 97:
		return option{"UUID/GUID-based Client Identifier", unreadForm, nil}
	case 98:
		return option{"Open Group's User Authentication [TODO:RFC2485]", bytesForm, nil}
	case 99:
		return option{"Civic Addresses Configuration", unreadForm, nil}
	case 100:
		return option{"PCode", textForm, fTzPcode}
	case 101:
		return option{"TCode", textForm, fTzTcode}
	case 102:
		return option{"Removed/unassigned", bytesForm, nil}
	case 103:
		return option{"Removed/unassigned", bytesForm, nil}
	case 104:
		return option{"Removed/unassigned", bytesForm, nil}
	case 105:
		return option{"Removed/unassigned", bytesForm, nil}
	case 106:
		return option{"Removed/unassigned", bytesForm, nil}
	case 107:
		return option{"Removed/unassigned", bytesForm, nil}
	case 108:
		return option{"IPv6-Only Preferred", secondsForm, fIpv6onlyPreferredWaitTime}
	case 110:
		return option{"Removed/Unassigned", bytesForm, nil}
	case 112:
		return option{"NetInfo Parent Server Address", addressesForm, fNetinfoParentServerAddress}
	case 113:
		return option{"NetInfo Parent Server Tag", textForm, fNetinfoParentServerTag}
	case 114:
		return option{"DHCP Captive-Portal", textForm, fCaptivePortal}
	case 115:
		return option{"Removed/Unassigned", bytesForm, nil}
	case 116:
		return option{"DHCP Auto-Configuration", numberForm, fDhcpAutoConfiguration}
	case 117:
		return option{"Name Service Search", unreadForm, nil}
	case 118:
		return option{"Subnet Selection Option", addressesForm, fSubnetSelectionOption}
	case 119:
		return option{"Domain Search", unreadForm, nil}
	case 120:
		return option{"SIP Servers", unreadForm, nil}
	case 121:
		return option{"Classless Static Route", routesForm, nil}
	case 122:
		return option{"CableLabs Client Configuration [TODO:RFC3495]", unreadForm, nil}
	case 123:
		return option{"Coordinate-based Location Configuration", unreadForm, nil}
	case 124:
		return option{"V-I Vendor Class", unreadForm, nil}
	case 125:
		return option{"V-I Vendor-specific Information", unreadForm, nil}
	case 126:
		return option{"Removed/Unassigned", bytesForm, nil}
	case 127:
		return option{"Removed/Unassigned", bytesForm, nil}
	}
	return unassigned
}
