package cli

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/oui"
	"github.com/pktscope/pktscope/internal/session"
)

const synopsis = `pktscope reads packet captures of Cisco-style networks.

Usage:
  pktscope [options] [-r] FILE... [FILTER]    print packets of captures; '-' is standard input
  pktscope [options] -i IFACE... [FILTER]     print packets from interfaces
  pktscope COMMAND [options] [words]

`

// yardstick is the version of tshark that TestConformance holds fields, filters and columns
// against.
const yardstick = "4.6.9"

// asTShark is the line in which clients of tshark look for the version whose forms
// the output has: termshark for "TShark" at its start, pyshark for the last version
// behind a blank.
const asTShark = "TShark (Wireshark) " + yardstick + ": the form in which pktscope-" + version + " writes.\n"

// about is the answer to --version. A program reads asTShark first, a terminal shows
// pktscope's own version first.
func about(terminal bool) string {
	info, _ := debug.ReadBuildInfo()
	text := "pktscope " + version + "\n" + commit(info) + "Built by " + runtime.Version() + ", for " + runtime.GOOS + "/" + runtime.GOARCH + ".\n" +
		"Fields, filters and columns were held against those of tshark " + yardstick + ".\nBlocks of MAC addresses: IEEE's registry in Debian's ieee-data of " + oui.Embedded().Date() + ".\n"
	if library := capture.Library(); library != "" {
		text += "With " + library + ".\n"
	} else {
		text += "Without libpcap: no live capture, no capture filters.\n"
	}
	text += "Sandbox: " + session.Protection() + ".\n"
	if terminal {
		return text + asTShark
	}
	return asTShark + text
}

// commit is the line of the commit that the program was built of, as the go command has
// noted it; "" outside of a repository.
func commit(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	revision := setting["vcs.revision"]
	switch {
	case revision == "":
		return ""
	case setting["vcs.modified"] == "true":
		return "Commit " + revision + " of " + setting["vcs.time"] + ", with changes.\n"
	}
	return "Commit " + revision + " of " + setting["vcs.time"] + ".\n"
}

// usage is the answer to --help.
func usage(e *session.Env, f *pflag.FlagSet) string {
	p := pageOf(e)
	var b strings.Builder
	b.WriteString(synopsis + exampleText("") + "Commands:\n")
	for _, c := range commands() {
		b.WriteString("  " + c.name + strings.Repeat(" ", max(1, 12-len(c.name))) + c.brief + "\n")
	}
	b.WriteString("\n" + p.flags(f) + "\n" + p.foreign())
	b.WriteString("\nExit status: 0 success; 1 wrong usage; 2 a file, an interface or a filter that\ncannot be used, or a damaged input; 3 by --fail-on; 130 interrupted. A live\ncapture ends by a signal with 0.\n")
	return p.fit(b.String())
}
