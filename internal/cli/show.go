package cli

import (
	"strings"
)

// reports are what can follow "show".
func reports() []word {
	return []word{
		{name: "interfaces", brief: "what can be captured on", run: runInterfaces},
	}
}

// runShow is "pktscope show".
func runShow(e *env, args []string) int {
	if len(args) > 0 && (args[0] == "-h" || args[0] == "--help") {
		return e.print(showUsage())
	}
	w, rest, err := find(reports(), args)
	if err != nil {
		return e.complain(err)
	}
	return w.run(e, rest)
}

func showUsage() string {
	var b strings.Builder
	b.WriteString("pktscope show prints a report. Words may be shortened as long as they are unique.\n\nUsage:\n  pktscope show REPORT [options]\n\nReports:\n")
	listWords(&b, "", reports())
	return b.String()
}

func listWords(b *strings.Builder, before string, words []word) {
	for _, w := range words {
		name := before + w.name
		if w.run != nil {
			b.WriteString("  " + name + strings.Repeat(" ", max(1, 32-len(name))) + w.brief + "\n")
		}
		listWords(b, name+" ", w.next)
	}
}
