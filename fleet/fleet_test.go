package fleet

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/table"
)

const fixtures = "../fixtures"

// readers read the tables.
var readers = []func(*testing.T, string, allRows){
	reader(func(p *table.Packet) {
		p.Number, p.Conversation = 0, nil
		p.Info = otherFrame.ReplaceAllString(p.Info, "")
	}),
	reader(func(s *table.IKESA) {
		s.ConnID = nil
		if s.NAT != nil { // searched for a few SAs alone
			s.NAT.Forced, s.NAT.InitiatorInside, s.NAT.ResponderInside = nil, "", ""
		}
	}),
	reader(func(*table.IKEMessage) {}),
	reader(func(*table.ESPSA) {}),
	reader(func(*table.Neighbor) {}),
	reader(func(*table.Link) {}),
	reader(func(*table.Translation) {}),
	reader(func(*table.Finding) {}),
	reader(func(*table.Conversation) {}),
	reader(func(*Fault) {}),
}

// otherFrame is where Info names a frame by its number in the run.
var otherFrame = regexp.MustCompile(`\((request|reply) in \d+\)|[Rr]eassembled in #?\d+|Dup ACK \d+#`)

// compared are the tables that are compared.
var compared = []string{"packets", "ike_sas", "ike_messages", "esp_sas", "neighbors", "links", "findings", "conversations"}

// cut cuts a capture of Ethernet into the files of a ring, with as many frames each, which change
// may change before.
func cut(t *testing.T, name string, files int, change ...func([]byte)) []string {
	t.Helper()
	in, err := capture.Open(name, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var records [][]byte
	var link capture.LinkType
	var p capture.Packet
	for err = in.Next(&p); err == nil; err = in.Next(&p) {
		b := binary.LittleEndian.AppendUint32(nil, uint32(p.Time.Unix()))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.Time.Nanosecond()))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Data)))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.WireLen))
		b = append(b, p.Data...)
		for _, change := range change {
			change(b[len(b)-len(p.Data):])
		}
		records, link = append(records, b), p.Link
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var names []string
	for i := range files {
		b := binary.LittleEndian.AppendUint32(nil, 0xa1b23c4d) // with nanoseconds
		b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(link))
		for _, r := range records[i*len(records)/files : (i+1)*len(records)/files] {
			b = append(b, r...)
		}
		names = append(names, filepath.Join(folder, fmt.Sprintf("tunnel_%05d_20261130120000.pcap", i+1)))
		if err := os.WriteFile(names[i], b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// Tunnels that go on over the files of a ring are what they are in one run.
func TestRing(t *testing.T) {
	tunnels := []string{"v2-child-rekey", "v2-mobike", "v2-fragments"}
	if !testing.Short() {
		tunnels = append(tunnels, "v1-main", "v2-two-behind-nat")
	}
	for _, name := range tunnels {
		t.Run(name, func(t *testing.T) {
			ring := cut(t, filepath.Join(fixtures, "tunnels", name+".pcap"), 20)
			want := one(t, "", ring...)
			if len(want["ike_sas"]) == 0 {
				t.Fatal("there is no SA")
			}
			for _, cores := range []int{1, 2} {
				compare(t, made(t, options(t, ring...), cores), want, compared...)
			}
		})
	}
}

// A ring's tables do not depend on the number of shards, and files that are twice in the list
// are read once.
func TestShards(t *testing.T) {
	ring := cut(t, filepath.Join(fixtures, "tunnels", "v2-mobike.pcap"), 4)
	want := one(t, "", ring...)
	for _, shards := range []int{1, 7} {
		o := options(t, append(ring, filepath.Join(filepath.Dir(ring[0]), "*.pcap"))...)
		o.Shards = shards
		compare(t, made(t, o, 2), want, compared...)
	}
}

// corpus are captures of all kinds, by default those of the tests of pktscope.
func corpus(t *testing.T, most int) (list []string) {
	t.Helper()
	folder := filepath.Join(fixtures, "pcaps")
	if corpus := os.Getenv("PKTSCOPE_CORPUS"); corpus != "" && os.Getenv("PKTSCOPE_CONFORMANCE") != "" {
		folder = corpus
	}
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if kind := filepath.Ext(name); err == nil && !e.IsDir() && slices.Contains([]string{".pcap", ".pcapng", ".cap"}, kind) {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list[:min(most, len(list))]
}

// Captures of many kinds, damaged ones among them, are what they are in one run over all of
// them.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	most := 30
	if os.Getenv("PKTSCOPE_CONFORMANCE") != "" { // ten minutes
		most = 200
	}
	all := corpus(t, most)
	want := one(t, "", all...)
	for _, cores := range []int{1, 2} {
		got := made(t, options(t, all...), cores)
		compare(t, got, want, append(compared, "translations")...)
	}
}

// What is no whole capture, or none at all, is a fault that names it; the rest of it and all others
// are in the tables. Captures of one name in two folders are two.
func TestKinds(t *testing.T) {
	folder := t.TempDir()
	put := func(name, from string, most int) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(fixtures, from))
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, text[:min(len(text), most)], 0o666)); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const whole, header = 1 << 20, 24
	list := []string{
		put("a/same.pcap", "pcaps/16-cdp-topology-a.pcap", whole), put("b/same.pcap", "tunnels/v2-child-rekey.pcap", whole),
		put("empty.pcap", "tunnels/v2-mobike.pcap", header), put("nothing.pcap", "tunnels/v2-mobike.pcap", 0),
		put("text.pcap", "pcaps/README.md", whole), put("truncated.pcap", "tunnels/v1-main.pcap", 3000),
		put("several.pcapng", "pcaps/17-nat-overload.pcapng", whole),
		cut(t, filepath.Join(fixtures, "tunnels/v2-two-behind-nat.pcap"), 2)[1], // which begins within a tunnel
	}
	slices.Sort(list)
	want := one(t, "", list...)
	o := options(t, list...)
	o.Inputs = append(o.Inputs, filepath.Join(folder, "*")) // each again, and the folders
	compare(t, made(t, o, 2), want, append(compared, "translations")...)
	faults, captures, err := (&Job{Options: o}).Faults(t.Context(), len(list))
	if err != nil || captures != 3 {
		t.Fatalf("%d captures have faults, %v: %q", captures, err, faults)
	}
	for i, name := range []string{"nothing.pcap: empty file", "text.pcap: neither pcap nor pcapng", "truncated.pcap: "} {
		if !strings.Contains(faults[i], filepath.Join(folder, name)) {
			t.Errorf("%q does not tell of %s", faults[i], name)
		}
	}
}

// What is wrong with tunnels is what one run finds, also where a gateway sends its peers to another.
func TestFindings(t *testing.T) {
	list, err := filepath.Glob(filepath.Join(fixtures, "broken/v2-*-re*.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, filepath.Join(fixtures, "pcaps/49-cdp-faults.pcapng"))
	want := one(t, "", list...)
	found := strings.Join(want["findings"], "")
	if !strings.Contains(found, `"rule":"ike.redirect"`) || !strings.Contains(found, `"rule":"cdp.`) {
		t.Fatalf("%d findings", len(want["findings"]))
	}
	compare(t, made(t, options(t, list...), 2), want, compared...)
}

// What is wrong with tunnels of several peers, or beside them, is found where no file shows it alone.
func TestFindingsOfAll(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		keys       bool
		files      int
		change     []func([]byte)
	}{
		{"v2-ike-duplicate-identity", "ike.duplicate-identity", true, 5, []func([]byte){moved}},
		{"v1-ike-half-open", "ike.half-open", false, 5, nil},
		{"v1-ike-half-open", "ike.half-open", false, 5, []func([]byte){unanswered}}, // which explains what ike.no-answer finds
		{"v2-ike-half-open", "ike.half-open", false, 5, nil},
		{"v2-ike-half-open-cookies", "ike.half-open", false, 5, nil},
		{"v1-nat-not-exempt", "nat.not-exempt", false, 5, nil},
		{"v2-nat-not-exempt", "nat.not-exempt", true, 5, nil},
		{"v1-ipsec-cleartext", "ipsec.cleartext", false, 4, nil},
		{"v2-ipsec-cleartext", "ipsec.cleartext", true, 5, nil},
		{"v1-nat-untranslated", "nat.untranslated", false, 5, nil}, // a packet is beside one of ESP at the end of a file
		{"v2-nat-untranslated", "nat.untranslated", true, 5, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			name, keys := filepath.Join(fixtures, "broken", c.name), ""
			if c.keys {
				keys = name + ".log"
			}
			ring := cut(t, name+".pcap", c.files, c.change...)
			finds := func(rows allRows) bool {
				return strings.Contains(strings.Join(rows["findings"], ""), `"rule":"`+c.rule+`"`)
			}
			want := one(t, keys, ring...)
			if !finds(want) || slices.ContainsFunc(ring, func(file string) bool { return finds(one(t, keys, file)) }) {
				t.Fatal("one run does not find it in all files, or it does in one alone")
			}
			o := options(t, ring...)
			o.Keys, o.Shards = KeyFile(keys), 50
			compare(t, made(t, o, 2), want, "findings")
		})
	}
}

// moved gives one of two clients behind a NAT, by its ports, an address of its own.
func moved(frame []byte) {
	const ip, ports, address = 14, 34, 9
	for i, at := range []int{ip + 12, ip + 16} {
		if port := binary.BigEndian.Uint16(frame[ports+2*i:]); port == 145 || port == 26392 {
			frame[at+3] = address
		}
	}
}

// unanswered makes the answers of a gateway packets of no protocol.
func unanswered(frame []byte) {
	const etherType, ip = 12, 14
	if netip.AddrFrom4([4]byte(frame[ip+12:])) == netip.AddrFrom4([4]byte{198, 51, 100, 1}) {
		binary.BigEndian.PutUint16(frame[etherType:], 0x88b5) // IEEE Std 802, Local Experimental
	}
}

// A neighbour is heard at several places, a link is captured at both of its ends.
func TestPlaces(t *testing.T) {
	list := pcaps("16-cdp-topology-a.pcap", "16-cdp-topology-a.hub.pcapng", "20-cdp-neighbors.pcapng", "25-lldp-office.pcapng", "42-fdp-edp.pcapng")
	want := one(t, "", list...)
	if len(want["neighbors"]) == 0 || len(want["links"]) == 0 {
		t.Fatal("there is nobody")
	}
	for _, shards := range []int{1, 5} {
		o := options(t, list...)
		o.Shards = shards
		compare(t, made(t, o, 2), want, "packets", "neighbors", "links")
	}
}

// pcaps are the paths of the project's captures.
func pcaps(names ...string) []string {
	for i, name := range names {
		names[i] = filepath.Join(fixtures, "pcaps", name)
	}
	return names
}

// A translation is seen at two taps: with all packets of both, as in "show ip nat translations".
func TestTaps(t *testing.T) {
	list := pcaps("17-nat-overload.inside.pcap", "17-nat-overload.outside.pcap")
	c := again(t, asOne, append([]string{"show", "ip", "nat", "translations", "verbose", "--sandbox=off", "--format", "json"}, list...)...)
	text, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows []table.Translation
	if err := json.Unmarshal(text, &rows); err != nil || len(rows) == 0 {
		t.Fatalf("%d translations: %v", len(rows), err)
	}
	want := allRows{}
	for i := range rows {
		want["translations"] = append(want["translations"], translated(&rows[i]))
	}
	for _, shards := range []int{1, 5} {
		o := options(t, list...)
		o.Shards = shards
		made(t, o, 2)
		got := allRows{}
		for _, name := range parts(t, o.Output, "translations") {
			rows, err := parquet.ReadFile[table.Translation](name)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				got["translations"] = append(got["translations"], translated(&rows[i]))
			}
		}
		slices.Sort(want["translations"])
		slices.Sort(got["translations"])
		compare(t, got, want, "translations")
	}
}

// translated is a translation without its place, which the report tells otherwise.
func translated(row *table.Translation) string {
	row.Place = table.Place{}
	text, err := json.Marshal(row)
	return fmt.Sprint(string(text), err)
}

// Keys of ESP, and those of IKE from whose messages in one file those of ESP in others are derived,
// decrypt what they decrypt in one run; what is no file of keys is refused.
func TestKeys(t *testing.T) {
	for name, keys := range map[string]string{
		"40-esp-padding": "40-esp-padding.esp_sa", "46-ikev2-mobike": "46-ikev2-mobike.json", "01-ikev1-main-seed": "01-ikev1-main-seed.keys.json",
	} {
		t.Run(name, func(t *testing.T) {
			keys := filepath.Join(fixtures, "pcaps", keys)
			ring := cut(t, filepath.Join(fixtures, "pcaps", name+".pcap"), 5)
			want := one(t, keys, ring...)
			if !slices.ContainsFunc(want["packets"], func(row string) bool { return decrypted.MatchString(row) }) {
				t.Fatal("no packet of ESP is decrypted")
			}
			o := options(t, ring...)
			o.Keys = KeyFile(keys)
			compare(t, made(t, o, 2), want, append(compared, "translations")...)
		})
	}
	for _, keys := range []string{"pcaps/README.md", "none"} {
		o := options(t, filepath.Join(fixtures, "pcaps/40-esp-padding.pcap"))
		o.Keys = KeyFile(filepath.Join(fixtures, keys))
		if _, err := Prepare(t.Context(), o); err == nil {
			t.Errorf("%s is not refused", keys)
		}
	}
}

// decrypted is the row of a packet of ESP that is decrypted.
var decrypted = regexp.MustCompile(`"SPI":"0x.*"Decrypted":true`)

// A bundle that is processed twice changes nothing: not a byte of a file.
func TestTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	ring := cut(t, filepath.Join(fixtures, "tunnels", "v2-child-rekey.pcap"), 5)
	inputs := append(ring, filepath.Join(fixtures, "pcaps/17-nat-overload.*side.pcap"), filepath.Join(fixtures, "pcaps/16-cdp-topology-a.pcap"))
	once, again := options(t, inputs...), options(t, inputs...)
	made(t, once, 2)
	if err := execute(again, twice); err != nil {
		t.Fatal(err)
	}
	want := files(t, once.Output)
	if !maps.Equal(files(t, again.Output), want) {
		t.Error("files of bundles that were processed twice differ")
	}
	if err := execute(once, nil); err != nil { // the whole job
		t.Fatal(err)
	}
	if got := files(t, once.Output); !maps.Equal(got, want) {
		t.Error("files of a job that was run twice differ")
	}
	for name := range want {
		if strings.Contains(name, aside) {
			t.Errorf("%s is left", name)
		}
	}
}

// A job that is killed at any moment and begun again makes the same files.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	ring := cut(t, filepath.Join(fixtures, "tunnels", "v2-child-rekey.pcap"), 20)
	whole := options(t, ring...)
	began := time.Now()
	if err := execute(whole, nil); err != nil {
		t.Fatal(err)
	}
	takes := time.Since(began) + 300*time.Millisecond // with the start of the process
	want := files(t, whole.Output)
	o := options(t, ring...)
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for range 10 {
		c := again(t, asFleet, string(text))
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(takes))))
		_ = c.Process.Kill()
		if c.Wait() != nil {
			killed++
		}
	}
	if killed < 3 {
		t.Errorf("%d of 10 jobs were killed before their end", killed)
	}
	if out, err := again(t, asFleet, string(text)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := files(t, o.Output); !maps.Equal(got, want) {
		t.Errorf("%d files, want %d as they are without a kill", len(got), len(want))
	}
}

// A folder that has the tables of another job is refused, and what is no job's.
func TestClaim(t *testing.T) {
	ring := cut(t, filepath.Join(fixtures, "tunnels", "v2-mobike.pcap"), 2)
	o := options(t, ring...)
	made(t, o, 2)
	for _, other := range []Options{
		{Inputs: ring[:1], Output: o.Output, Shards: o.Shards, Branches: 1},
		{Inputs: ring, Output: o.Output, Shards: o.Shards + 1, Branches: 1},
		{Inputs: ring, Output: fixtures, Shards: 1, Branches: 1},
		{Inputs: []string{filepath.Join(t.TempDir(), "none*")}, Output: t.TempDir(), Shards: 1, Branches: 1},
		{Inputs: ring, Shards: 1, Branches: 1},
		{Inputs: ring, Output: t.TempDir(), Branches: 1},
	} {
		if _, err := Prepare(t.Context(), other); err == nil {
			t.Errorf("%+v is not refused", other)
		}
	}
}
