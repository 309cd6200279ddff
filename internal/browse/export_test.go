package browse

// LookAhead has the first packets dissected before the pass.
func LookAhead(c *Capture) { c.lookAhead() }
