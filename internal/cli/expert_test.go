package cli

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// expertLine is a row of tshark's -z expert: how often, group, protocol, summary.
var expertLine = regexp.MustCompile(`^ +(\d+) +(\S+) +(\S+(?: \S+)*)  (.*)$`)

// Expert information of the protocols below is tshark's, item by item and as often.
func TestExpertAsTshark(t *testing.T) {
	t.Parallel()
	labtest.Program(t, "tshark")
	told := map[string]bool{"TCP": true, "IPv4": true, "ICMP": true, "ICMPv6": true, "UDP": true, "Ethernet": true, "IPv6": true, "ARP/RARP": true, "CDP": true, "ISAKMP": true, "ESP": true}
	// tshark 4.0 does not say these, 4.6 does.
	added := map[string]bool{
		"Type indicates an error": true, "Bogus TCP header length (16, must be at least 20)": true,
		"4 NOP in a row - a router may have removed some options": true,
	}
	for _, file := range []string{
		"01-ikev1-main-seed.pcap", "17-nat-overload.pcapng", "53-checksums.pcap", "54-headers-that-cannot-be.pcap",
		"../../internal/cli/testdata/conversations.pcap",
	} {
		file = filepath.Join(pcaps, file)
		out, err := exec.Command("tshark", "-n", "-q", "-z", "expert", "-r", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		theirs, ours := map[string]string{}, map[string]string{}
		severity := ""
		for line := range strings.Lines(string(out)) {
			if word, _, ok := strings.Cut(line, " ("); ok && line[0] != ' ' {
				severity = strings.TrimSuffix(word, "s")
			}
			if m := expertLine.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil && told[m[3]] {
				theirs[strings.Join([]string{severity, m[2], m[3], m[4]}, "|")] = m[1]
			}
		}
		_, mine, _ := outcome("-q", "--format", "csv", "-z", "expert", "-r", file)
		for _, r := range records(t, string(mine)) {
			if told[r[3]] && !added[r[4]] {
				ours[strings.Join([]string{r[0], r[2], r[3], r[4]}, "|")] = r[1]
			}
		}
		for item, n := range theirs {
			if ours[item] != n {
				t.Errorf("%s: %s: %s times, tshark has %s", file, item, ours[item], n)
			}
		}
		for item, n := range ours {
			if theirs[item] == "" {
				t.Errorf("%s: %s: %s times, tshark has none", file, item, n)
			}
		}
		if len(theirs) == 0 {
			t.Errorf("%s: tshark finds nothing", file)
		}
	}
}
