package cli

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"
)

const synopsis = `pktscope reads packet captures of Cisco-style networks.

Usage:
  pktscope [options] [-r] FILE... [FILTER]    print packets of captures; '-' is standard input
  pktscope [options] -i IFACE... [FILTER]     print packets from interfaces
  pktscope COMMAND [options] [words]

Examples:
  pktscope -r capture.pcap isakmp                  a display filter, also with -Y
  pktscope -i eth0 -w new.pcapng udp port 500      a capture filter, or -f
  pktscope show crypto session -r capture.pcap
  pktscope diagnose capture.pcap --keys keys.json

Commands:
`

// about is the answer to --version. Clients of tshark look for its name and the
// version whose forms the output has.
func about() string {
	text := "pktscope " + version + ", in the manner of TShark (Wireshark) 4.6.9\n\nBuilt by " + runtime.Version()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				text += " from revision " + s.Value
			}
		}
	}
	return text + ", for " + runtime.GOOS + "/" + runtime.GOARCH + ".\n"
}

// usage is the answer to --help.
func usage(f *pflag.FlagSet) string {
	var b strings.Builder
	b.WriteString(synopsis)
	for _, c := range commands() {
		b.WriteString("  " + c.name + strings.Repeat(" ", max(1, 12-len(c.name))) + c.brief + "\n")
	}
	b.WriteString("\n" + flagUsages(f) + "\n" + foreignUsages())
	b.WriteString("\nExit status: 0 success; 1 wrong usage; 2 an input that cannot be used or is\ndamaged; 130 interrupted. A live capture ends by a signal with 0.\n")
	return fit(b.String())
}
