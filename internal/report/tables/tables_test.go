package tables

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/table"
)

// elsewhere are keys of reports that are in other tables, or of rows that were forgotten.
var elsewhere = []string{"ladder"}

// Every column of a report is one of its table, of the same name and of a type that holds it:
// one that is added to the report is to be added there.
func TestColumns(t *testing.T) {
	labtest.Slow(t)
	files := []string{
		"01-ikev1-main-seed.pcap", "08-ikev2-aes128gcm-ecp256.pcap", "13-esp-null-sha1.pcap", "46-ikev2-mobike.pcap", "40-ike-fragments-lost.pcap",
		"48-ikev1-xauth-offers.pcap", "20-cdp-neighbors.pcapng", "25-lldp-office.pcapng", "41-lldp-med-locations.pcap", "17-nat-overload.pcapng", "20-http.pcap",
		"16-cdp-topology-a.pcapng", "42-fdp-edp.pcapng", "45-ikev2-rekey-mlkem.pcap",
	}
	seen := map[string]bool{}
	for _, name := range files {
		name = filepath.Join("../../../fixtures/pcaps", name)
		var keys []string
		if file := strings.TrimSuffix(name, filepath.Ext(name)) + ".keys.json"; exists(file) {
			keys = append(keys, file)
		}
		collect(t, name, keys, func(r *run) {
			check[table.IKESA](t, seen, slices.Concat(r.Tables(ikev1), r.Tables(ikev2)))
			check[table.ESPSA](t, seen, r.Tables(esp))
			for _, protocol := range heard {
				check[table.Neighbor](t, seen, r.Tables(protocol+" neighbors"))
			}
			for _, list := range r.Tables(topology) {
				if list.Key != "nodes" && list.Key != "left_out" {
					check[table.Link](t, seen, []render.Report{list})
				}
			}
			check[table.Translation](t, seen, r.Tables(translations))
			check[table.Finding](t, seen, r.Tables(findings))
			check[table.Conversation](t, seen, r.stats.Reports())
			for m, err := range r.IKEMessages() {
				if err != nil || m.InitiatorSPI == "" || m.File == "" || m.Frame == nil {
					t.Errorf("%s: %+v, %v", name, m, err)
				}
				seen["ike_messages"] = true
			}
		})
	}
	for _, name := range table.Names() {
		if !seen[name] && name != "packets" {
			t.Errorf("no row of %s was compared", name)
		}
	}
}

// The table has all translations, as the router that made the capture has; the diagnosis alone
// compares packets of a sample.
func TestTranslations(t *testing.T) {
	name := "../../../fixtures/pcaps/17-nat-overload.pcapng"
	var alone bytes.Buffer
	for _, r := range nat.Reports() {
		if r.Words != translations {
			continue
		}
		q := report.Request{Report: &r, Format: "json", Options: session.Options{Files: []string{name}}}
		if status := q.Run(&session.Env{Out: &alone, Err: io.Discard}); status != session.ExitOK {
			t.Fatalf("status %d", status)
		}
	}
	var want, got []json.RawMessage
	if err := json.Unmarshal(alone.Bytes(), &want); err != nil || len(want) != 29 {
		t.Fatalf("%d translations, %v", len(want), err)
	}
	collect(t, name, nil, func(r *run) {
		for _, list := range r.Tables(translations) {
			for object, err := range list.Objects(render.InJSON) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, slices.Clone(object))
			}
		}
	})
	if len(got) != len(want) {
		t.Errorf("%d translations, the report has %d", len(got), len(want))
	}
}

// A name that no text of Parquet can hold is refused before anything is made.
func TestOpenNames(t *testing.T) {
	x := &Export{Dir: filepath.Join(t.TempDir(), "new")}
	if err := x.Open([]string{"a\xff.pcap"}); err == nil || !strings.Contains(err.Error(), `"a\xff.pcap" is no name in UTF-8`) {
		t.Error(err)
	}
	if exists(x.Dir) {
		t.Error("the folder was made")
	}
}

// The SPI of a packet is that of ESP, of AH where there is none, and null where the header was not
// captured to its end.
func TestSPI(t *testing.T) {
	ip := []byte{0x45, 0, 0, 20 + 24 + 16, 0, 0, 0, 0, 64, 51, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	ah := slices.Concat([]byte{50, 4, 0, 0, 0, 0, 16, 1, 0, 0, 0, 7}, make([]byte, 12))
	esp := slices.Concat([]byte{0, 0, 32, 2, 0, 0, 0, 9}, make([]byte, 8))
	whole := slices.Concat(ip, ah, esp)
	player := labtest.NewPlayer(labtest.Registry(t))
	rows := table.NewPackets()
	for _, c := range []struct {
		captured int
		spi      string
		sequence int64
	}{{60, "0x00002002", 9}, {20 + 24 + 6, "0x00001001", 7}, {20 + 10, "", 0}} {
		row := rows.Of(player.Show(capture.LinkRaw, "", whole[:c.captured]))
		if row.SPI != c.spi || (row.Sequence != nil) != (c.spi != "") || row.Sequence != nil && *row.Sequence != c.sequence {
			t.Errorf("%d bytes: %q, %v", c.captured, row.SPI, row.Sequence)
		}
	}
}

// A neighbor that is gone at the end has no holdtime left.
func TestHoldtimes(t *testing.T) {
	gone := 0
	collect(t, "../../../fixtures/pcaps/49-cdp-faults.pcapng", nil, func(r *run) {
		r.at = r.at.Add(24 * time.Hour)
		for n, err := range r.Neighbors() {
			if err != nil {
				t.Fatal(err)
			}
			if gone++; n.Holdtime != nil {
				t.Errorf("%s: %g seconds", n.DeviceID, *n.Holdtime)
			}
		}
	})
	if gone == 0 {
		t.Error("no neighbors")
	}
}

func exists(name string) bool { _, err := os.Stat(name); return err == nil }

// collect reads a capture and calls do with what was collected.
func collect(t *testing.T, name string, keys []string, do func(*run)) {
	t.Helper()
	x := &Export{Dir: t.TempDir()}
	if err := x.Open([]string{name}); err != nil {
		t.Fatal(err)
	}
	defer x.root.Close()
	r := x.Report()
	ask := r.Ask
	r.Ask = func(q *report.Query) (*report.Answer, error) {
		a, err := ask(q)
		a.Keep = func(at time.Time) error {
			do(x.run(q, at))
			return nil
		}
		return a, err
	}
	q := report.Request{Report: r, Format: report.ForTables, Options: session.Options{Files: []string{name}, KeyFiles: keys}}
	if status := q.Run(&session.Env{Out: io.Discard, Err: io.Discard}); status == session.ExitUsage {
		t.Errorf("%s: status %d", name, status)
	}
	x.packets.Discard()
}

// check decodes each row of reports, and asks whether it has every key of theirs.
func check[T table.Row](t *testing.T, seen map[string]bool, reports []render.Report) {
	t.Helper()
	var row T
	for i := range reports {
		for object, err := range reports[i].Objects(render.InParquet) {
			if err != nil {
				t.Fatal(err)
			}
			seen[row.Table()] = true
			var all map[string]json.RawMessage
			if err := json.Unmarshal(object, &all); err != nil {
				t.Fatal(err)
			}
			for _, key := range elsewhere {
				delete(all, key)
			}
			text, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			in := json.NewDecoder(bytes.NewReader(text))
			in.DisallowUnknownFields()
			if err := in.Decode(new(T)); err != nil {
				t.Errorf("%s: %v in %s", row.Table(), err, object)
			}
		}
	}
}

// Rows that are made without JSON have what JSON has.
func TestFlatRows(t *testing.T) {
	rows := 0
	for _, name := range []string{"17-nat-overload.pcapng", "01-ikev1-main-seed.pcapng", "20-cdp-neighbors.pcapng", "20-http.pcap"} {
		collect(t, "../../../fixtures/pcaps/"+name, nil, func(r *run) {
			rows += compareFlat(t, r.Tables(translations), func(t *table.Translation) { t.Place = table.Place{} })
			rows += compareFlat(t, r.stats.Reports(), func(c *table.Conversation) { c.Place = table.Place{} })
		})
	}
	if rows < 100 {
		t.Errorf("%d rows were compared", rows)
	}
}

// compareFlat compares the rows of reports, without their places, with what JSON has of them.
func compareFlat[T table.Row, P table.Located[T]](t *testing.T, reports []render.Report, displace func(*T)) (rows int) {
	t.Helper()
	nowhere := func(uint64) (string, uint64) { return "", 0 }
	for i := range reports {
		next, stop := iter.Pull2(table.Rows[T, P](&reports[i], nowhere))
		defer stop()
		for object, err := range reports[i].Objects(render.InParquet) {
			var want T
			got, failed, more := next()
			if err := errors.Join(err, failed, json.Unmarshal(object, &want)); err != nil || !more {
				t.Fatal(err, more)
			}
			rows++
			displace(got)
			displace(&want)
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("%s: got %+v", object, *got)
			}
		}
	}
	return rows
}

// The names in files are those in JSON.
func TestTags(t *testing.T) {
	rows := []any{table.IKESA{}, table.IKEMessage{}, table.ESPSA{}, table.Neighbor{}, table.Link{}, table.Translation{}, table.Finding{}, table.Conversation{}}
	var compare func(at reflect.Type)
	done := map[reflect.Type]bool{}
	compare = func(at reflect.Type) {
		for at.Kind() == reflect.Pointer || at.Kind() == reflect.Slice {
			at = at.Elem()
		}
		if at.Kind() != reflect.Struct || done[at] {
			return
		}
		done[at] = true
		for i := range at.NumField() {
			f := at.Field(i)
			column, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			if key := f.Tag.Get("json"); key != column && key != "-" {
				t.Errorf("%s.%s: column %q, key %q", at, f.Name, column, key)
			}
			compare(f.Type)
		}
	}
	for _, row := range rows {
		compare(reflect.TypeOf(row))
	}
}
