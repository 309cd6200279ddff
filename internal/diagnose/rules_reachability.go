package diagnose

// reachabilityRules are the rules on messages that do not arrive, and on NATs between the peers.
func reachabilityRules() []Rule {
	return []Rule{
		{ID: "ike.fragment-lost", Brief: "a message of IKE is larger than a packet, and its fragments do not arrive", Check: checkFragmentLost},
		{ID: "ike.no-answer", Brief: "nobody answers a message of IKE", Check: checkNoAnswer},
	}
}
