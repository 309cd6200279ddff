package cli

import (
	"strings"

	"github.com/pktscope/pktscope/internal/events"
	"github.com/pktscope/pktscope/internal/metrics"
)

// topic is the page of what help tells of beside commands, "" if there is none.
func topic(name string) string {
	var b strings.Builder
	switch name {
	case "events":
		b.WriteString("Events of --events json, a line of JSON each; docs/operations.md has their keys.\n\n")
		addPairs(&b, events.Names())
	case "metrics":
		b.WriteString("Metrics of --metrics ADDRESS:PORT, at /metrics; docs/operations.md has their labels.\n\n")
		addPairs(&b, metrics.Described())
	}
	return b.String()
}

// addPairs adds names and what they are, in two columns.
func addPairs(b *strings.Builder, list [][2]string) {
	width := 0
	for _, x := range list {
		width = max(width, len(x[0]))
	}
	for _, x := range list {
		b.WriteString("  " + x[0] + strings.Repeat(" ", width-len(x[0])+3) + x[1] + "\n")
	}
}
