package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/table"
)

// A job is what testdata/duckdb/ask.mjs is asked.
type job struct {
	Folder    string   `json:"folder"`
	Tables    []string `json:"tables"`
	Questions []string `json:"questions"`
}

// duckdb asks questions of folders of tables; the answers are rows of values.
func duckdb(t *testing.T, jobs []job) (answers [][][][]any) {
	t.Helper()
	node := labtest.Program(t, "node")
	if _, err := os.Stat("testdata/duckdb/node_modules"); err != nil {
		t.Skip("DuckDB is not installed: scripts/needs duckdb")
	}
	ask, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "ask.mjs")
	cmd.Dir, cmd.Stdin = "testdata/duckdb", bytes.NewReader(ask)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	in := json.NewDecoder(bytes.NewReader(out))
	in.UseNumber()
	if err := in.Decode(&answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// questions are those of docs/export.md.
func questions(t *testing.T) (list []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(text), "```sql\n")[1:] {
		if sql, _, ok := strings.Cut(part, ";\n```"); ok {
			list = append(list, sql)
		}
	}
	return list
}

// A jsonRow is a row of a report in JSON.
type jsonRow map[string]any

// jsonRows are the rows of a report.
func jsonRows(t *testing.T, args ...string) (list []jsonRow) {
	t.Helper()
	cmd := program(args...)
	out, _ := cmd.Output() // a finding, or a damaged capture, has its own status
	in := json.NewDecoder(bytes.NewReader(out))
	in.UseNumber()
	if len(out) > 0 {
		if err := in.Decode(&list); err != nil {
			t.Fatalf("%q: %v", args, err)
		}
	}
	return list
}

// rowText is values as a text that can be compared.
func rowText(values ...any) string {
	var parts []string
	for _, v := range values {
		if n, ok := v.(json.Number); ok {
			if f, err := n.Float64(); err == nil {
				v = strconv.FormatFloat(f, 'f', -1, 64)
			}
		}
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, " | ")
}

// dayOf is the day of seconds since 1970 in UTC.
func dayOf(seconds any) string {
	whole, _, _ := strings.Cut(fmt.Sprint(seconds), ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	return time.Unix(n, 0).UTC().Format(time.DateOnly)
}

// A tableAnswer says what the reports of a capture answer to a question of docs/export.md, and
// which of the values of DuckDB's rows it compares.
type tableAnswer struct {
	about  string // words of the question
	values func(row []any) string
	want   func(r *tableReports) []string
}

// tableReports are those of a capture.
type tableReports struct {
	t    *testing.T
	args []string
	made map[string][]jsonRow
}

// of are the rows of a report, which is made once.
func (r *tableReports) of(args ...string) []jsonRow {
	name := strings.Join(args, " ")
	if _, made := r.made[name]; !made {
		r.made[name] = jsonRows(r.t, append(args, r.args...)...)
	}
	return r.made[name]
}

func (r *tableReports) ike() []jsonRow {
	return slices.Concat(r.of("show", "crypto", "isakmp", "sa", "detail", "--format", "json"), r.of("show", "crypto", "ikev2", "sa", "detail", "--format", "json"))
}

func (r *tableReports) esp() []jsonRow {
	return r.of("show", "crypto", "ipsec", "sa", "--format", "json")
}

// conversations are those of a type, added up by the keys.
func (r *tableReports) conversations(kind, count string, keys ...string) (list []string) {
	sums := map[string]int64{}
	for _, c := range r.of("-q", "-z", "conv,"+kind, "--format", "json") {
		var key []any
		for _, k := range keys {
			key = append(key, c[k])
		}
		n, _ := c[count].(json.Number).Int64()
		sums[rowText(key...)] += n
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, key+" | "+strconv.FormatInt(sums[key], 10))
	}
	return list
}

// which are the rows of a list that pass, as texts.
func which(list []jsonRow, pass func(jsonRow) bool, text func(jsonRow) string) (out []string) {
	for _, o := range list {
		if pass(o) {
			out = append(out, text(o))
		}
	}
	return out
}

// numberOf is a number of JSON.
func numberOf(v any) float64 {
	n, _ := v.(json.Number)
	f, _ := n.Float64()
	return f
}

var tableAnswers = []tableAnswer{
	{"FROM ike_sas WHERE failure", func(r []any) string { return rowText(r[2:]...) }, func(r *tableReports) []string {
		return which(r.ike(), func(o jsonRow) bool { return o["failure"] != nil }, func(o jsonRow) string {
			return rowText(o["src"], o["dst"], o["version"], o["failure"], o["reason"])
		})
	}},
	{"date_trunc('hour'", nil, func(r *tableReports) []string {
		return r.conversations("esp", "bytes", "spi", "address_a", "address_b")
	}},
	{"lost > 0", func(r []any) string { return rowText(r[:5]...) }, func(r *tableReports) []string {
		return which(r.esp(), func(o jsonRow) bool { return numberOf(o["lost"]) > 0 }, func(o jsonRow) string {
			return rowText(o["spi"], o["src"], o["dst"], o["packets"], o["lost"])
		})
	}},
	{"native_vlan", func([]any) string { return "mismatch" }, func(r *tableReports) []string {
		return which(r.of("diagnose", "--format", "json"), func(o jsonRow) bool { return o["rule"] == "cdp.native-vlan" }, func(jsonRow) string { return "mismatch" })
	}},
	{"inside_global =", func(r []any) string { return rowText(r[:3]...) }, func(r *tableReports) []string {
		return which(r.of("show", "ip", "nat", "translations", "--format", "json"), func(o jsonRow) bool {
			const moment = 1795326985.9363
			return o["inside_global"] == "80.1.0.2:43480" && numberOf(o["first_seen"]) <= moment && numberOf(o["last_seen"]) >= moment
		}, func(o jsonRow) string { return rowText(o["protocol"], o["inside_local"], o["outside_global"]) })
	}},
	{"FROM conversations", func(r []any) string { return rowText(r...) }, func(r *tableReports) []string {
		list := append(r.conversations("ip", "bytes", "address_a", "address_b"), r.conversations("ipv6", "bytes", "address_a", "address_b")...)
		bytesOf := func(s string) int { n, _ := strconv.Atoi(s[strings.LastIndex(s, " ")+1:]); return n }
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(bytesOf(b), bytesOf(a)), cmp.Compare(a, b)) })
		return list[:min(10, len(list))]
	}},
	{"rekeys", func(r []any) string { return rowText(r...) }, func(r *tableReports) (list []string) {
		days := map[string]int{}
		for _, o := range r.ike() {
			if o["replaces"] != nil {
				days[dayOf(o["first_seen"])]++
			}
		}
		for _, d := range slices.Sorted(maps.Keys(days)) {
			list = append(list, rowText(d, days[d]))
		}
		return list
	}},
	{"list_has_any", func(r []any) string { return rowText(r[2:]...) }, func(r *tableReports) (list []string) {
		weak := []string{"1", "2", "5", "22"}
		for _, o := range r.ike() {
			offers, _ := o["offers"].([]any)
			for _, v := range offers {
				offer := jsonRow(v.(map[string]any))
				groups, _ := offer["group"].([]any)
				if slices.ContainsFunc(groups, func(g any) bool { return slices.Contains(weak, fmt.Sprint(g)) }) {
					list = append(list, rowText(o["initiator_spi"], offer["by"], offer["number"]))
				}
			}
		}
		return list
	}},
	{"ike IS NULL", func(r []any) string { return rowText(r[:4]...) }, func(r *tableReports) []string {
		return which(r.esp(), func(o jsonRow) bool { return o["ike"] == nil }, func(o jsonRow) string {
			return rowText(o["spi"], o["src"], o["dst"], o["packets"])
		})
	}},
	{"WITH inside", func(r []any) string { return rowText(r...) }, (*tableReports).clear},
}

// clear counts the packets in the clear of hosts that are in a tunnel, by the fields of packets.
func (r *tableReports) clear() (list []string) {
	fields := func(filter string) (lines [][2][]string) {
		out, _ := program(append([]string{"-Y", filter, "-T", "fields", "-e", "ip.src", "-e", "ip.dst"}, r.args...)...).Output()
		for line := range strings.Lines(string(out)) {
			src, dst, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			lines = append(lines, [2][]string{strings.Split(src, ","), strings.Split(dst, ",")})
		}
		return lines
	}
	counts, inside := map[string]int{}, map[string]bool{}
	for _, l := range fields("esp") {
		if len(l[0]) > 1 {
			inside[l[0][len(l[0])-1]], inside[l[1][len(l[1])-1]] = true, true
		}
	}
	for _, l := range fields("ip && !esp && !ah && !icmp.type in {3,4,5,11,12}") {
		for host := range inside {
			if l[0][0] == host || l[1][0] == host {
				counts[host]++
			}
		}
	}
	for _, host := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, rowText(host, counts[host]))
	}
	return list
}

// fixturesAsked are captures whose tables are asked the questions, with their keys.
func fixturesAsked() (list [][]string) {
	for _, name := range []string{
		"pcaps/01-ikev1-main-seed.pcap", "pcaps/05-ikev1-phase1-no-proposal.pcap", "pcaps/08-ikev2-aes128gcm-ecp256.pcap", "pcaps/01-ikev1-main-seed.pcapng", "pcaps/17-nat-overload.pcapng", "pcaps/20-http.pcap",
		"pcaps/46-esp-clients-behind-nat.pcap", "pcaps/46-ikev1-delete-in-later-sa.pcap", "pcaps/49-cdp-faults.pcapng", "broken/v1-ipsec-loss.pcap",
	} {
		list = append(list, withKeys("../../fixtures/"+name))
	}
	return list
}

// withKeys is a capture and the flag of its keys, where it has some.
func withKeys(name string) []string {
	keys := strings.TrimSuffix(name, filepath.Ext(name)) + ".keys.json"
	if _, err := os.Stat(keys); err == nil {
		return []string{name, "--keys", keys}
	}
	return []string{name}
}

// DuckDB answers each question of docs/export.md as the reports do.
func TestQuestions(t *testing.T) {
	labtest.Slow(t)
	answered := askTables(t, fixturesAsked())
	for k, e := range tableAnswers {
		if answered[k] == 0 {
			t.Errorf("no capture has an answer to %s", e.about)
		}
	}
}

// TestConformanceQuestions asks the captures below PKTSCOPE_LAB and PKTSCOPE_CORPUS: "make
// conformance" does.
func TestConformanceQuestions(t *testing.T) {
	if os.Getenv("PKTSCOPE_CONFORMANCE") == "" {
		t.Skip("make conformance sets PKTSCOPE_CONFORMANCE")
	}
	var list [][]string
	for _, root := range []string{os.Getenv("PKTSCOPE_LAB"), os.Getenv("PKTSCOPE_CORPUS")} {
		if root == "" {
			continue
		}
		for _, name := range capturesBelow(t, root, math.MaxInt) {
			list = append(list, withKeys(name))
		}
	}
	const atOnce = 16 // captures whose tables are there: they are removed before the next
	captures, answers := 0, make([]int, len(tableAnswers))
	for some := range slices.Chunk(list, atOnce) {
		captures += len(some)
		for k, n := range askTables(t, some) {
			answers[k] += n
		}
	}
	for k, e := range tableAnswers {
		t.Logf("%s: %d of %d captures have an answer", e.about, answers[k], captures)
	}
}

// askTables exports captures, asks DuckDB the questions of each, and compares the answers with
// the reports'. It counts the captures that have an answer to each question.
func askTables(t *testing.T, captures [][]string) (answered []int) {
	t.Helper()
	sql := questions(t)
	if len(sql) != len(tableAnswers) {
		t.Fatalf("%d questions, %d tableAnswers", len(sql), len(tableAnswers))
	}
	root, err := os.MkdirTemp("", "tables")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	var jobs []job
	var asked [][]string
	for i, args := range captures {
		folder := filepath.Join(root, strconv.Itoa(i))
		if out, err := program(append([]string{"export", "-o", folder}, args...)...).CombinedOutput(); err != nil {
			t.Logf("%q: %v, %s", args, err, out) // damaged captures have their status
		}
		if _, err := os.Stat(filepath.Join(folder, "packets")); err == nil { // nothing of what is no capture
			jobs, asked = append(jobs, job{folder, table.Names(), sql}), append(asked, args)
		}
	}
	answers := duckdb(t, jobs)
	answered = make([]int, len(tableAnswers))
	for i, args := range asked {
		r := &tableReports{t, args, map[string][]jsonRow{}}
		for k, e := range tableAnswers {
			if !strings.Contains(sql[k], e.about) {
				t.Fatalf("question %d is not about %s", k, e.about)
			}
			got, want := e.got(answers[i][k]), e.want(r)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q: %s\ngot  %q\nwant %q", args, e.about, got, want)
			}
			if len(want) > 0 {
				answered[k]++
			}
		}
	}
	return answered
}

// got are the values of DuckDB's rows that are compared, sorted.
func (e *tableAnswer) got(rows [][]any) (list []string) {
	if e.values == nil {
		return perTunnel(rows)
	}
	for _, values := range rows {
		list = append(list, e.values(values))
	}
	slices.Sort(list)
	return list
}

// perTunnel adds up the bytes of all hours: reports have no hours.
func perTunnel(rows [][]any) (list []string) {
	sums := map[string]int64{}
	for _, r := range rows {
		n, _ := strconv.ParseInt(fmt.Sprint(r[5]), 10, 64)
		sums[rowText(r[:3]...)] += n
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, key+" | "+strconv.FormatInt(sums[key], 10))
	}
	return list
}
