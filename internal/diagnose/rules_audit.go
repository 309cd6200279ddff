package diagnose

// auditRules are the rules on settings that work and are deprecated.
func auditRules() []Rule {
	return []Rule{}
}
