package cli

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/internal/session"
)

// runHelp is "pktscope help [command or topic]".
func runHelp(e *session.Env, args []string) int {
	if len(args) == 0 || args[0] == "help" || strings.HasPrefix(args[0], "-") {
		return runRead(e, []string{"--help"})
	}
	if text := topic(args[0]); text != "" {
		return e.Print(pageOf(e).fit(text))
	}
	c := commandOf(args[0])
	if c == nil {
		e.Command = "" // whose help lists the commands
		return e.Complain(fmt.Errorf("help: %w", noCommand(args[0])))
	}
	return c.run(e, append(args[1:], "--help")) // as in "help show cdp"
}
