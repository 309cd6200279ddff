package diagnose

// negotiationRules are the rules on what two peers propose to each other.
func negotiationRules() []Rule {
	return []Rule{}
}
