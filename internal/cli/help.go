package cli

// runHelp is "pktscope help [command]".
func runHelp(e *env, args []string) int {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] && c.name != "help" {
				return c.run(e, []string{"--help"})
			}
		}
	}
	return runRead(e, []string{"--help"})
}
