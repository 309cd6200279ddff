package diagnose

// trafficRules are the rules on the packets of ESP and AH, and on those that should be in a tunnel.
func trafficRules() []Rule {
	return []Rule{}
}
