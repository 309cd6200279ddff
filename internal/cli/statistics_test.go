package cli

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// mostCaptures bounds how many of the captures below PKTSCOPE_CORPUS are read.
const mostCaptures = 120

// TestStatisticsAsTshark counts the packets of the project's captures, and of
// those below PKTSCOPE_CORPUS, with both programs.
func TestStatisticsAsTshark(t *testing.T) {
	t.Parallel()
	labtest.Program(t, "tshark")
	theirs := tsharkProtocols(t)
	files := append(capturesBelow(t, "../../fixtures/pcaps", math.MaxInt), "testdata/conversations.pcap")
	if root := os.Getenv("PKTSCOPE_CORPUS"); root != "" {
		files = append(files, capturesBelow(t, root, mostCaptures)...)
	}
	known := knownProtocols(t, theirs)
	var agree atomic.Int64
	sideBySide(files, func(file string) {
		if comparedStatistics(t, file, known) {
			agree.Add(1)
		}
	})
	t.Logf("%d of %d captures agree", agree.Load(), len(files))
}

// sideBySide calls test for all files, for two at a time: the next one's tshark starts while this
// one's is compared.
func sideBySide(files []string, test func(file string)) {
	var running sync.WaitGroup
	next := make(chan string)
	for range 2 {
		running.Go(func() {
			for file := range next {
				test(file)
			}
		})
	}
	for _, file := range files {
		next <- file
	}
	close(next)
	running.Wait()
}

// capturesBelow lists up to most files below root, from all over it.
func capturesBelow(t *testing.T, root string, most int) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch filepath.Ext(path) {
		case ".pcap", ".pcapng", ".cap":
			if r, err := capture.Open(path, capture.Options{}); err == nil {
				_ = r.Close()
				files = append(files, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	step := 1 + (len(files)-1)/most
	var chosen []string
	for i := 0; i < len(files); i += step {
		chosen = append(chosen, files[i])
	}
	return chosen
}

// tsharkProtocols are the filter names of tshark's protocols.
func tsharkProtocols(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("tshark", "-G", "protocols").Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); len(columns) >= 3 {
			names = append(names, columns[2])
		}
	}
	return names
}

// knownProtocols are those that pktscope and tshark know by the same name.
func knownProtocols(t *testing.T, theirs []string) map[string]bool {
	t.Helper()
	registry, err := session.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, name := range theirs {
		known[name] = len(registry.Field(name)) > 0
	}
	// Bytes without a protocol and what could not be read are no protocols: they are
	// what tshark's other dissectors leave. "osi" is three protocols in tshark.
	for _, name := range []string{"data", "_ws.malformed", "_ws.short", "osi"} {
		delete(known, name)
	}
	return known
}

// A line is a row of a table: its text, and its times.
type line struct {
	text  string
	times []float64
}

// same allows for tshark's arithmetic: it tells nanoseconds in floating point,
// and rounds durations to tenths of milliseconds.
func (l line) same(m line) bool {
	return l.text == m.text && slices.EqualFunc(l.times, m.times, func(a, b float64) bool { return math.Abs(a-b) < 1.5e-4 })
}

// comparedTables are the tables of which both programs must print the same.
var comparedTables = []struct{ request, title string }{
	{"conv,eth", "Ethernet Conversations"},
	{"conv,ip", "IPv4 Conversations"},
	{"conv,ipv6", "IPv6 Conversations"},
	{"conv,tcp", "TCP Conversations"},
	{"conv,udp", "UDP Conversations"},
	{"endpoints,ip", "IPv4 Endpoints"},
	{"endpoints,tcp", "TCP Endpoints"},
}

// comparedStatistics reports whether both programs count alike.
func comparedStatistics(t *testing.T, file string, known map[string]bool) bool {
	args := []string{"-n", "-q", "-r", file, "-z", "io,phs"}
	for _, table := range comparedTables {
		args = append(args, "-z", table.request)
	}
	_, out, _ := outcome(append([]string{"--format", "csv"}, args...)...)
	theirs, _ := exec.Command("tshark", args...).Output() // damage is told by the exit status
	if len(theirs) == 0 {
		return true // tshark cannot read it
	}
	ours := strings.Split(string(out), "\n\n")
	if len(ours) != 1+len(comparedTables) {
		t.Errorf("%s: %d tables", file, len(ours))
		return false
	}
	where := strings.TrimPrefix(file, os.Getenv("PKTSCOPE_CORPUS")+"/")
	ok := true
	complain := func(format string, args ...any) {
		ok = false
		if why := exempt(where); why != "" {
			t.Logf("%s: %s (%s)", where, fmt.Sprintf(format, args...), why)
		} else {
			t.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
		}
	}
	us, them := ourHierarchy(t, ours[0], known), theirHierarchy(string(theirs), known)
	for path := range them {
		if strings.Contains(path, ":icmp:") {
			delete(them, path) // what quotes are of counts in tshark 4.0 alone
		}
	}
	for path, want := range them {
		if got := us[path]; got != want && !streamed(path) {
			complain("%s: %s, want %s", path, got, want)
		}
	}
	for path, got := range us {
		if them[path] == "" && !streamed(path) {
			complain("%s: %s, want none", path, got)
		}
	}
	for i, table := range comparedTables {
		got, want := ourLines(t, table.title, ours[i+1]), theirLines(table.title, string(theirs))
		if !slices.EqualFunc(got, want, line.same) {
			complain("%s\n%v, want\n%v", table.title, got, want)
		}
	}
	return ok
}

// exempt says why the programs may differ in a capture.
func exempt(file string) string {
	for suffix, why := range map[string]string{
		"01-ikev1-main-seed.pcapng":           "a SYN behind the end of its stream, which begins another only in tshark 4.6",
		"18-loopback.lo-any.pcapng":           "the same",
		"48-ikev1-psks-differ.pcap":           "link type IPV4, for which tshark 4.0 names no raw layer",
		"48-ikev2-offer-many-transforms.pcap": "the same",
		"43-pktap-cdp.pcap":                   "PKTAP on link type 149, which tshark 4.0 calls the user's own",
		"51-tcp-analysis.pcap":                "a segment that is sent again, which tshark 4.0 reads twice",
		"18-loopback.null-linux.pcap":         "tshark knows Linux's number of IPv6 in BSD's header only by another system's",
		"20-http.pcap":                        "a body that is put together out of order, which tshark 4.0 does not show",
		"21-ikev1-payloads.pcap":              "GDOI on UDP port 848, which tshark does not know",
		"40-etherip.pcap":                     "an Ethernet header that ends with the packet, which tshark counts",
		"40-ike-fragments-lost.pcap":          "fragments of IPv6 that are not put together, which tshark leaves out of conversations",
		"40-ike-port-54500.pcap":              "IKE from port 53, which tshark counts as DNS",
		"50-carriers.pcap":                    "carriers that tshark 4.0 does not bind, or names otherwise",
		"tests/LINKTYPE_IPV6.pcap":            "a link type that tshark 4.0 has no name for",
		"tests/LINKTYPE_IPV4_invalid.pcap":    "IPv6 below a link type that says IPv4",
		"complex.pcapng":                      "packets without a time: tshark takes them to be of 1970",
		"test018.pcapng":                      "packets without a time",
		"test100.pcapng":                      "packets without a time",
		"test102.pcapng":                      "packets without a time",
		"test201.pcapng":                      "packets without a time",
		"test202.pcapng":                      "packets without a time",
		"timestamp_invalid_micro.pcap":        "a time of more than a million microseconds",
		"many-protocols.pcap":                 "OCSP in HTTP, which pktscope has no dissector for, and messages that tshark 4.0 does not put together",
		"arkime_synthetic.pcap":               "tunnels that pktscope has no dissector for",
		"PPP_TCP_compression.cap":             "Van Jacobson's compression",
		"AH-IPcomp-IPv4.pcap":                 "IP payload compression",
	} {
		if strings.HasSuffix(file, suffix) {
			return why
		}
	}
	return ""
}

// streamed reports whether a protocol is one of those that tshark finds by the
// look of a stream, or several times in one packet; pktscope goes by ports and
// names them once.
func streamed(path string) bool {
	switch path[strings.LastIndex(path, ":")+1:] {
	case "http", "tls", "rpc", "x11", "nbss", "tacplus", "pptp", "quic":
		return true
	}
	return false
}

// seeThrough reports whether a name stands in the tree of one program only,
// between two that both have.
func seeThrough(name string) bool {
	return name == "frame" || name == "tcp.segments" || name == "wlan_radio" || name == "nflog"
}

// hierarchy adds a line of a hierarchy, if both know all that leads there.
func hierarchy(into map[string]string, path []string, frames, size string, known map[string]bool) {
	if seeThrough(path[len(path)-1]) {
		return
	}
	path = slices.DeleteFunc(slices.Clone(path), seeThrough)
	for _, p := range path {
		if !known[p] {
			return
		}
	}
	key := strings.Join(path, ":")
	if have, ok := into[key]; ok { // it stands with segments and without
		f, b, _ := strings.Cut(have, " ")
		frames, size = added(f, frames), added(b, size)
	}
	into[key] = frames + " " + size
}

func added(a, b string) string {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return strconv.Itoa(x + y)
}

func ourHierarchy(t *testing.T, text string, known map[string]bool) map[string]string {
	into := map[string]string{}
	for _, r := range records(t, text) {
		var path []string
		if r[3] != "" {
			path = strings.Split(r[3], ":")
		}
		hierarchy(into, append(path, r[0]), r[1], r[2], known)
	}
	return into
}

var hierarchyLine = regexp.MustCompile(`(?m)^( *)(\S+) +frames:(\d+) bytes:(\d+)$`)

func theirHierarchy(text string, known map[string]bool) map[string]string {
	into := map[string]string{}
	var path []string
	for _, m := range hierarchyLine.FindAllStringSubmatch(text, -1) {
		path = append(path[:len(m[1])/2], m[2])
		hierarchy(into, path, m[3], m[4], known)
	}
	return into
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	r, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(r) == 0 {
		t.Errorf("%v: %.200q", err, text)
		return nil
	}
	return r[1:]
}

// ourLines reads a table in CSV.
func ourLines(t *testing.T, title, text string) (lines []line) {
	for _, r := range records(t, text) {
		l := line{text: strings.Join(r, " ")}
		if strings.HasSuffix(title, "Conversations") {
			ends, counts := r[:len(r)-8], r[len(r)-8:]
			if len(ends) == 4 {
				ends = []string{r[0] + ":" + r[1], r[2] + ":" + r[3]}
			}
			l.text = strings.Join(ends, " ")
			for i := 0; i < 6; i += 2 {
				l.text += " " + counts[i] + " " + human(counts[i+1])
			}
			l.times = []float64{float(counts[6]), float(counts[7])}
		}
		lines = append(lines, l)
	}
	return lines
}

var conversationLine = regexp.MustCompile(`^(\S+) +<-> (\S+) +(\d+) (\d+ \w+) +(\d+) (\d+ \w+) +(\d+) (\d+ \w+) +(\S+) +(\S+)$`)

// theirLines reads the table that tshark prints below a title.
func theirLines(title, text string) (lines []line) {
	_, text, _ = strings.Cut(text, title)
	text, _, _ = strings.Cut(text, "\n===")
	_, text, _ = strings.Cut(text, "\nFilter:")
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, " \n")
		if m := conversationLine.FindStringSubmatch(l); m != nil {
			lines = append(lines, line{strings.Join(m[1:9], " "), []float64{float(m[9]), float(m[10])}})
		} else if strings.HasSuffix(title, "Endpoints") && l != "" && !strings.ContainsAny(l, "|<") {
			lines = append(lines, line{text: strings.Join(strings.Fields(l), " ")})
		}
	}
	return lines
}

func float(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

// human is a number of bytes as tables have it, which is what tshark prints.
func human(s string) string {
	n, _ := strconv.ParseUint(s, 10, 64)
	return render.Size(n).String()
}

// TestIntervalsAsTshark: columns of -z io,stat, with filters and calculations, on
// captures in the order of time.
func TestIntervalsAsTshark(t *testing.T) {
	t.Parallel()
	labtest.Program(t, "tshark")
	const columns = "io,stat,0.5,esp,isakmp.exchangetype == 32,FRAMES()tcp,BYTES()tcp,COUNT(ip.addr)ip.addr,SUM(ip.len)ip.len," +
		"MIN(tcp.window_size_value)tcp.window_size_value,MAX(ip.ttl)ip.ttl,AVG(udp.length)udp.length,MAX(frame.time_relative)frame.time_relative"
	for _, file := range []string{"01-ikev1-main-seed.pcap", "08-ikev2-aes128gcm-ecp256-udp4500.pcap", "17-nat-overload.outside.pcap"} {
		file = "../../fixtures/pcaps/" + file
		_, out, _ := outcome("-q", "--format", "csv", "-z", columns, "-r", file)
		theirs, err := exec.Command("tshark", "-n", "-q", "-z", columns, "-r", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		ours := records(t, string(out))
		n := 0
		for l := range strings.Lines(string(theirs)) {
			cells := strings.FieldsFunc(l, func(r rune) bool { return r == '|' })
			if !strings.Contains(l, " <> ") || n == len(ours) {
				continue
			}
			for i, cell := range cells[1 : len(cells)-1] { // the last is the line's end
				if got, want := float(ours[n][2+i]), float(strings.TrimSpace(cell)); math.Abs(got-want) > 1e-6 {
					t.Errorf("%s, interval %d, cell %d: %v, want %v", file, n, i, got, want)
				}
			}
			n++
		}
		if n == 0 || n != len(ours) {
			t.Errorf("%s: %d intervals, want %d", file, len(ours), n)
		}
	}
}
