package diagnose

// neighborRules are the rules on what neighbours announce by CDP.
func neighborRules() []Rule {
	return []Rule{}
}
