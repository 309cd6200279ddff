package diagnose

// neighborRules are the rules on what neighbours announce by CDP.
func neighborRules() []Rule {
	return []Rule{
		{ID: "cdp.duplex", Brief: "the two ends of a link differ in duplex", Check: duplexDiffers},
		{ID: "cdp.native-vlan", Brief: "the two ends of a trunk differ in the native VLAN", Check: nativeVLANDiffers},
		{ID: "cdp.vtp-domain", Brief: "the two ends of a link are of different VTP domains", Check: vtpDomainDiffers},
		{ID: "cdp.checksum", Brief: "announcements have a wrong checksum", Check: wrongChecksum},
		{ID: "cdp.duplicate-device", Brief: "one device is heard from several ports on one interface", Check: duplicateDevice},
		{ID: "cdp.holdtime", Brief: "the holdtime is shorter than the time between announcements", Check: shortHoldtime},
		{ID: "cdp.flapping", Brief: "a neighbour disappears and returns", Check: flappingNeighbor},
		{ID: "cdp.management-address", Brief: "a neighbour announces no address to manage it by", Check: noManagementAddress},
		{ID: "cdp.version", Brief: "announcements of version 1 beside those of version 2", Check: firstVersion},
	}
}
