package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A routerForm is what routers print for a command, as forms: lines whose values are
// abstracted. The outputs of routers are files below PKTSCOPE_IOS.
type routerForm struct {
	command string
	files   string         // a pattern of names
	groups  *regexp.Regexp // lines with which a group of lines begins; nil: each line is one
	rows    *regexp.Regexp // lines that are rows of a table
	free    *regexp.Regexp // lines below which there is free text, up to an empty line
	values  []*regexp.Regexp
}

// routerForms are the commands whose outputs are known letter by letter.
var routerForms = []routerForm{
	{
		command: "crypto ipsec sa detail", files: "cisco_ios_show_crypto_ipsec_sa_detail*.raw",
		groups: regexp.MustCompile(`^interface: | sas:$|^      spi: `),
		values: valuesOf(`^interface: (.*)`, `map tag: (\S+),`, `crypto map: (\S+)`, `flow_id: ([^,]+),`, `sibling_flags (\w+),`, `mtu idb (\S+)`,
			`transform: (.+) ,$`, `settings =\{(.*), \}`, `\(Y/N\): ([YN])`, `DH group: (\S+)`, `support: ([YN])`, `(0x[0-9A-F]+)\(`),
	},
	{
		command: "crypto session detail", files: "cisco_ios_show_crypto_session_detail*.raw",
		groups: regexp.MustCompile(`^Interface: |^  Session ID: |^  IPSEC FLOW: `),
		values: valuesOf(`^Interface: (.*)`, `status: (\S+)`, `Phase1_id: (.*)`, `fvrf: (\S+)`, `ivrf: (\S+)`, `Capabilities:(\S+)`, `lifetime:([\d:]+)`,
			`^Uptime: (.*)`, `(IKEv\d)`, `/\d+ (Active|Inactive)`, `permit (\S+)`),
	},
	{
		command: "cdp neighbors", files: "cisco_ios_show_cdp_neighbors_[24].raw",
		rows: regexp.MustCompile(`^\S* +\S+( \S+)? +\d+ +\S|^\S+$`),
	},
	{
		command: "cdp neighbors detail", files: "cisco_ios_show_cdp_neighbors_detail*.raw",
		free: regexp.MustCompile(`^Version :`), values: labels,
	},
	{
		command: "lldp neighbors", files: "cisco_ios_show_lldp_neighbors.raw",
		rows: regexp.MustCompile(`^.{20}\S+ +\d+ +\S`),
	},
	{
		command: "lldp neighbors detail", files: "cisco_ios_show_lldp_neighbors_detail*.raw",
		free: regexp.MustCompile(`^System Description:`), values: append(labels, regexp.MustCompile(`^    (\S+\([FH]D\)|Other/unknown|100base-T4)$`)),
	},
	{
		command: "ip nat translations", files: "show_ip_nat_translations.raw",
		rows: regexp.MustCompile(`^(tcp|udp|icmp|gre|esp|---) +\S+ +\S+ +\S+ +\S+$`),
	},
}

// labels abstracts what stands behind a label.
var labels = valuesOf(`^ *[^:]+: (.+)`, `^    Network Policy\(([^)]+)\)`)

func valuesOf(patterns ...string) (all []*regexp.Regexp) {
	for _, p := range patterns {
		all = append(all, regexp.MustCompile(p))
	}
	return all
}

// Values of all commands: times, addresses, numbers.
var (
	aTime    = regexp.MustCompile(`\d+:\d\d:\d\d`)
	anAddr   = regexp.MustCompile(`\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*`)
	aNumber  = regexp.MustCompile(`\b\d+\b`)
	aNetwork = regexp.MustCompile(`ADDR/(ADDR|NUMBER)`) // IPv6 has the length of a prefix
)

// form is a line with its values abstracted.
func (f *routerForm) form(line string) string {
	line = strings.TrimRight(line, " ")
	for _, v := range f.values {
		if m := v.FindStringSubmatchIndex(line); m != nil {
			line = line[:m[2]] + "VALUE" + line[m[3]:]
		}
	}
	line = aTime.ReplaceAllString(line, "TIME")
	line = anAddr.ReplaceAllString(line, "ADDR")
	line = aNumber.ReplaceAllString(line, "NUMBER")
	return aNetwork.ReplaceAllString(line, "NETWORK")
}

// split returns the groups of an output, each as the forms of its lines. Rows and free
// text are left out.
func (f *routerForm) split(text string) (groups []string) {
	free := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \r\n")
		switch {
		case free || f.rows != nil && f.rows.MatchString(line):
			free = free && line != ""
			continue
		case line == "":
			continue
		}
		free = f.free != nil && f.free.MatchString(line)
		form := f.form(line)
		if n := len(groups); f.groups != nil && n > 0 && !f.groups.MatchString(line) {
			groups[n-1] += "\n" + form
			continue
		}
		groups = append(groups, form)
	}
	return groups
}

// In the format "ios", every report has the lines that routers print, in groups that
// are whole and in their order, and no other line.
func TestRouterForms(t *testing.T) {
	root := os.Getenv("PKTSCOPE_IOS")
	if root == "" {
		t.Skip("PKTSCOPE_IOS names no folder with outputs of routers")
	}
	labtest.Slow(t)
	for i := range routerForms {
		f := &routerForms[i]
		t.Run(f.command, func(t *testing.T) {
			t.Parallel()
			known := f.known(t, root)
			for _, capture := range iosCaptures(t) {
				got := f.split(routerLines(t, f.command, capture))
				for _, group := range got {
					if !slices.Contains(known, group) {
						t.Errorf("%s: no router prints\n%s", capture[0], group)
					}
				}
			}
		})
	}
}

// known returns the groups that routers print.
func (f *routerForm) known(t *testing.T, root string) (known []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, f.files))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no file: %v", f.files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, f.split(string(text))...)
	}
	return known
}

// routerLines is a report in the format "ios" about a capture with its keys.
func routerLines(t *testing.T, command string, capture []string) string {
	t.Helper()
	args := append(append([]string{"show"}, strings.Fields(command)...), "--format", "ios")
	out, _ := output(t, append(args, capture...)...)
	return string(out)
}

// iosCaptures are the project's captures and those below PKTSCOPE_LAB, without and with
// their keys.
func iosCaptures(t *testing.T) (all [][]string) {
	t.Helper()
	for _, root := range []string{"../../fixtures/pcaps", os.Getenv("PKTSCOPE_LAB")} {
		files, err := filepath.Glob(filepath.Join(root, "*.pcap*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if root == "" || strings.Contains(file, ".inner.") {
				continue
			}
			all = append(all, []string{file})
			stem, _, _ := strings.Cut(file, ".pcap")
			if keys := stem + ".keys.json"; isFile(keys) {
				all = append(all, []string{file, "--keys", keys})
			}
		}
	}
	return all
}

// No report has a line of pktscope's own in the format "ios".
func TestRouterOnly(t *testing.T) {
	labtest.Slow(t)
	var all []string
	for _, capture := range iosCaptures(t) {
		if len(capture) > 1 || !isFile(strings.Replace(capture[0], ".pcap", ".keys.json", 1)) {
			all = append(all, capture...)
		}
	}
	for _, r := range reports() {
		if !r.IOS {
			continue
		}
		t.Run(r.Words, func(t *testing.T) {
			t.Parallel()
			text := routerLines(t, strings.TrimSuffix(r.Words+" "+strings.TrimPrefix(r.Operand, "NAME|"), " [IF]"), all)
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "%") || strings.Contains(line, "pktscope") || strings.Contains(line, "In this capture") {
					t.Errorf("%s", line)
				}
			}
		})
	}
}
