package dhcp

// lateOption is optionOf for options from 128 to 223.
func lateOption(code uint8) option {
	switch code {
	case 128:
		return option{"DOCSIS full security server IP [TODO]", bytesForm, nil}
	case 129:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 130:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 131:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 132:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 133:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 134:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 135:
		return option{"PXE - undefined (vendor specific)", bytesForm, nil}
	case 136:
		return option{"PANA Authentication Agent", addressesForm, fPanaAgent}
	case 137:
		return option{"LoST Server Domain Name", textForm, fLostServerDomainName}
	case 138:
		return option{"CAPWAP Access Controllers", addressesForm, fCapwapAccessController}
	case 139:
		return option{"IPv4 Address-MoS", bytesForm, nil}
	case 140:
		return option{"IPv4 FQDN-MoS", bytesForm, nil}
	case 141:
		return option{"SIP UA Configuration Domains", bytesForm, nil}
	case 142:
		return option{"IPv4 Address ANDSF", addressesForm, fAndsfServer}
	case 143:
		return option{"Zerotouch Redirect [TODO: draft-ietf-netconf-zerotouch]", bytesForm, nil}
	case 144:
		return option{"Geospatial Location [TODO:RFC6225]", bytesForm, nil}
	case 145:
		return option{"Forcerenew Nonce Capable", unreadForm, nil}
	case 146:
		return option{"RDNSS Selection", unreadForm, nil}
	case 147:
		return option{"DOTS Reference Identifier", textForm, fRi}
	case 148:
		return option{"DOTS Address", addressesForm, fAddress}
	case 150:
		return option{"TFTP Server Address", addressesForm, fTftpServerAddress}
	case 151:
		return option{"Leasequery Status code", unreadForm, nil}
	case 152:
		return option{"Leasequery Base Time", unreadForm, nil}
	case 153:
		return option{"Leasequery Start Time of State", secondsForm, fStartTimeOfState}
	case 154:
		return option{"Leasequery Query Start Time", unreadForm, nil}
	case 155:
		return option{"Leasequery Query End Time", unreadForm, nil}
	case 156:
		return option{"Leasequery Dhcp State", unreadForm, nil}
	case 157:
		return option{"Leasequery Data Source", unreadForm, nil}
	case 158:
		return option{"PCP Server", unreadForm, nil}
	case 159:
		return option{"Portparams", unreadForm, nil}
	case 160:
		return option{"Unassigned (ex DHCP Captive-Portal)", textForm, fCaptivePortal160}
	case 161:
		return option{"Manufacturer Usage Description", textForm, fMudurl}
	case 175:
		return option{"Etherboot", bytesForm, nil}
	case 176:
		return option{"IP Telephone", bytesForm, nil}
	case 177:
		return option{"Etherboot", bytesForm, nil}
	case 208:
		return option{"PXELINUX Magic", bytesForm, nil}
	case 209:
		return option{"PXE Configuration file", textForm, fPxeConfigFile}
	case 210:
		return option{"PXE Path Prefix", textForm, fPxePathPrefix}
	case 211:
		return option{"Reboot Time", secondsForm, fPxeRebootTime}
	case 212:
		return option{"6RD", unreadForm, nil}
	case 213:
		return option{"V4 Access Domain", bytesForm, nil}
	case 220:
		return option{"Subnet Allocation", bytesForm, nil}
	case 221:
		return option{"Virtual Subnet Selection", bytesForm, nil}
	}
	return unassigned
}

// privateOption is optionOf for options of private use: RFC 3942.
func privateOption(code uint8) option {
	switch code {
	case 242:
		return option{"Private/Avaya IP Telephone", unreadForm, nil}
	case 249:
		return option{"Private/Classless Static Route (Microsoft)", routesForm, nil}
	case 252:
		return option{"Private/Proxy autodiscovery", textForm, fPrivateProxyAutodiscovery}
	}
	return option{"Private", bytesForm, nil}
}

var unassigned = option{"Unassigned", bytesForm, nil}
