package diagnose

// trafficRules are the rules on the packets of ESP and AH, and on those that should be in a tunnel.
func trafficRules() []Rule {
	return []Rule{
		{ID: "nat.not-exempt", Brief: "traffic for the tunnel that is translated before the tunnel can take it", Check: findNotExempt, Whole: true},
		{ID: "ipsec.cleartext", Brief: "traffic of the protected networks outside of the tunnel", Check: findCleartext, Whole: true},
		{ID: "nat.untranslated", Brief: "private addresses outside that no NAT has translated", Check: findUntranslated, Whole: true},
		{ID: "ipsec.integrity", Brief: "packets whose integrity check fails, where others of the SA pass", Check: findIntegrity},
		{ID: "ipsec.lifetime", Brief: "an SA whose lifetime or sequence numbers run out before there is a new one, or lifetimes that differ", Check: findRunOut},
		{ID: "ipsec.mtu", Brief: "packets that are too large with ESP around them", Check: findMTU},
		{ID: "ipsec.invalid-spi", Brief: "ESP to an SPI that was deleted, or that nobody made", Check: findInvalidSPI},
		{ID: "ipsec.replay", Brief: "packets that come again, or so late that the window against replay drops them", Check: findReplay},
		{ID: "ipsec.one-way", Brief: "packets in one direction alone", Check: findOneWay},
		{ID: "ipsec.loss", Brief: "sequence numbers that are missing", Check: findLoss},
		{ID: "ipsec.no-traffic", Brief: "a tunnel that is up, and nothing in it", Check: findNoTraffic},
	}
}
