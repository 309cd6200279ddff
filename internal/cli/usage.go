package cli

import (
	"strings"

	"github.com/spf13/pflag"
)

const synopsis = `pktscope reads packet captures of Cisco-style networks.

Usage:
  pktscope [options] [-r FILE]... [FILE]...   print the packets of captures, '-' is standard input
  pktscope [options] -i IFACE [-i IFACE]...   print packets from interfaces
  pktscope COMMAND [options] [words]

Commands:
`

// usage is the answer to --help.
func usage(f *pflag.FlagSet) string {
	var b strings.Builder
	b.WriteString(synopsis)
	for _, c := range commands() {
		b.WriteString("  " + c.name + strings.Repeat(" ", max(1, 12-len(c.name))) + c.brief + "\n")
	}
	b.WriteString("\nOptions:\n" + f.FlagUsages())
	b.WriteString("\nExit status: 0 success; 1 wrong usage; 2 an input that cannot be used or is damaged; 130 interrupted.\n")
	return b.String()
}
