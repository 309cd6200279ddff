package diagnose

// reachabilityRules are the rules on messages that do not arrive, and on NATs between the peers.
func reachabilityRules() []Rule {
	return []Rule{}
}
