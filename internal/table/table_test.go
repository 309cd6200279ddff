package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
)

func ptr[T any](v T) *T { return &v }

// at is a time of a day in November 2026.
func at(day, hour int) *Time {
	return TimeOf(time.Date(2026, 11, day, hour, 0, 0, 123456789, time.UTC))
}

// Nothing is null, wherever it stands among values.
func TestNull(t *testing.T) {
	var file bytes.Buffer
	f := NewFile[Conversation](&file)
	for _, spi := range []string{"", "", "0x1", "0x2", ""} {
		if err := f.Write(&Conversation{Type: "esp", SPI: spi}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	nulls := map[string]int64{}
	for _, c := range read.Metadata().RowGroups[0].Columns {
		nulls[strings.Join(c.MetaData.PathInSchema, ".")] = c.MetaData.Statistics.NullCount
	}
	if nulls["type"] != 0 || nulls["spi"] != 3 || nulls["device_id"] != 5 {
		t.Errorf("nulls: %v", nulls)
	}
}

// A packet is read as it was written, and equal rows make equal bytes, with the buffers of
// another file as well.
func TestFile(t *testing.T) {
	rows := []Packet{
		{Place: Place{"a.pcap", ptr[int64](1)}, Number: 1, Time: at(30, 1), Length: 60, CapturedLength: 54, Protocols: "eth:arp", Info: "naïve"},
		{Place: Place{Frame: ptr[int64](2)}, Number: 2, SrcPort: ptr[int32](0), Decrypted: ptr(false), Sequence: ptr[int64](1 << 40)},
	}
	other := NewFile[Packet](io.Discard)
	for i := range int64(3000) { // more than a dictionary takes
		if err := other.Write(&Packet{Number: i, Protocols: strings.Repeat("x", 1000) + fmt.Sprint(i), Reason: "r", SrcPort: ptr[int32](1)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	var files [3]bytes.Buffer
	for i := range files {
		f := NewFile[Packet](&files[i])
		if i > 0 {
			f = other
			f.reset(&files[i])
		}
		for k := range rows {
			if err := f.Write(&rows[k]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range files {
		if !bytes.Equal(files[0].Bytes(), files[i].Bytes()) {
			t.Errorf("equal rows, other bytes: file %d", i)
		}
	}
	got, err := parquet.Read[Packet](bytes.NewReader(files[0].Bytes()), int64(files[0].Len()))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(rows, got, cmpopts.IgnoreUnexported(Packet{})); d != "" {
		t.Error(d)
	}
}

// names are the files below a folder.
func names(t *testing.T, root *os.Root) (list []string) {
	t.Helper()
	err := fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A row is in the folder of its capture and day; a file has its name once all are whole.
func TestWriter(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter[Packet](root, filepath.Base)
	for i, row := range []Packet{
		{Place: Place{File: "x/a.pcap"}, Time: at(29, 23)},
		{Place: Place{File: "x/b.pcap"}, Time: at(30, 0)},
		{Place: Place{File: "x/a.pcap"}, Time: at(30, 0)},
		{Place: Place{File: "x/a.pcap"}, Time: at(29, 23)},
		{Place: Place{File: "x/a.pcap"}},
	} {
		row.Number = int64(i)
		if err := w.Write(&row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	for _, name := range names(t, root) {
		if filepath.Base(name) != ".part-0.parquet.tmp" {
			t.Errorf("%s has its name too early", name)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"packets/capture=a.pcap/day=2026-11-29/part-0.parquet",
		"packets/capture=a.pcap/day=2026-11-30/part-0.parquet",
		"packets/capture=a.pcap/day=__HIVE_DEFAULT_PARTITION__/part-0.parquet",
		"packets/capture=b.pcap/day=2026-11-30/part-0.parquet",
	}
	if got := names(t, root); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	rows, err := parquet.ReadFile[Packet](filepath.Join(dir, want[0]))
	if err != nil || len(rows) != 2 || rows[0].Number != 0 || rows[1].Number != 3 {
		t.Errorf("%v, %v", rows, err)
	}
}

// More partitions than are open at once make several files of one; what is discarded leaves none.
func TestWriterParts(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter[Packet](root, filepath.Base)
	for range 2 {
		for day := range maxOpen + 1 {
			if err := w.Write(&Packet{Place: Place{File: "a"}, Time: at(day+1, 0)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, root); len(got) != 2*(maxOpen+1) || !slices.Contains(got, "packets/capture=a/day=2026-11-01/.part-1.parquet.tmp") {
		t.Errorf("%q", got)
	}
	w.Discard()
	if got := names(t, root); len(got) != 0 {
		t.Errorf("left: %q", got)
	}
}

// Rows of no capture are beside those of another run; a table without rows adds nothing to them.
func TestWriterTwice(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for run, rows := range []int{0, 1, 0, 1} {
		w := NewWriter[Packet](root, strings.Clone)
		for range rows {
			if err := w.Write(&Packet{Number: int64(run)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	const folder = "packets/capture=__HIVE_DEFAULT_PARTITION__/day=__HIVE_DEFAULT_PARTITION__/"
	if got := names(t, root); !slices.Equal(got, []string{folder + "part-0.parquet", folder + "part-1.parquet", folder + "part-2.parquet"}) {
		t.Errorf("%q", got)
	}
}

// Two runs write at the same time: rows of no capture lie beside each other, those of one capture
// are refused. What is discarded leaves neither files, named or not, nor the folders of a capture.
func TestWriterBeside(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a, b := NewWriter[Packet](root, strings.Clone), NewWriter[Packet](root, strings.Clone)
	for _, w := range []*Writer[Packet]{a, b} {
		if err := w.Write(&Packet{}); err != nil {
			t.Fatal(err)
		}
	}
	row := &Packet{Place: Place{File: "a.pcap"}, Time: at(29, 23)}
	if err := a.Write(row); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(row); err == nil || !strings.Contains(err.Error(), "another export writes this capture") {
		t.Errorf("got %v", err)
	}
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	const folder = "packets/capture=__HIVE_DEFAULT_PARTITION__/day=__HIVE_DEFAULT_PARTITION__/"
	if got := names(t, root); !slices.Equal(got, []string{folder + "part-0.parquet", folder + "part-1.parquet", "packets/capture=a.pcap/day=2026-11-29/part-0.parquet"}) {
		t.Errorf("%q", got)
	}
	a.Discard()
	if got := names(t, root); !slices.Equal(got, []string{folder + "part-1.parquet"}) {
		t.Errorf("%q", got)
	}
	if _, err := root.Stat("packets/capture=a.pcap"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// The capture of a folder is that of its rows, whatever the folder is called.
func TestCaptureIn(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter[Packet](root, filepath.Base)
	if err := w.Write(&Packet{Place: Place{File: "x/a.pcap"}, Time: at(29, 23)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	if got := CaptureIn(root, "packets/capture=a.pcap"); got != "" {
		t.Errorf("%q is told of files that are not whole", got)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := CaptureIn(root, "packets/capture=a.pcap"); got != "x/a.pcap" {
		t.Errorf("got %q", got)
	}
}

func TestCaptureFolder(t *testing.T) {
	long := strings.Repeat("é", 300)
	for name, want := range map[string]string{
		"a.pcap":                     "capture=a.pcap",
		"":                           "capture=__HIVE_DEFAULT_PARTITION__",
		"__HIVE_DEFAULT_PARTITION__": "capture=%5F_HIVE_DEFAULT_PARTITION__",
		"site 1/a.pcap":              "capture=site 1%2Fa.pcap",
		"..":                         "capture=%2E.",
		"../../etc/passwd":           "capture=%2E.%2F..%2Fetc%2Fpasswd",
		"a=b%2F\x1b[31m\xff":         "capture=a%3Db%252F%1B%5B31m%FF",
		"-":                          "capture=-",
	} {
		if got := CaptureFolder(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{long + "1", strings.Repeat("/", 300), strings.Repeat("x", 222) + strings.Repeat("/", 10)} {
		got := CaptureFolder(name)
		if len(got) > 255 || got == CaptureFolder(name+"2") || strings.Contains(got, "/") {
			t.Errorf("%q", got)
		}
	}
}

// Times have all nanoseconds; those that have no room stand at the end.
func TestTime(t *testing.T) {
	for _, c := range []struct {
		text string
		want time.Time
	}{
		{"1795302123.123456789", time.Unix(1795302123, 123456789)},
		{"-2.750000000", time.Unix(-3, 250000000)},
		{"-0.250000000", time.Unix(-1, 750000000)},
		{"0.000000000", time.Unix(0, 0)},
		{"99999999999999.000000000", time.Unix(0, 1<<63-2)},
		{"-99999999999999.000000000", time.Date(1677, 9, 22, 0, 0, 0, 0, time.UTC)},
		{"-9223372035.000000000", time.Date(1677, 9, 22, 0, 0, 0, 0, time.UTC)},
	} {
		var got Time
		if err := got.UnmarshalJSON([]byte(c.text)); err != nil || !got.AsTime().Equal(c.want) {
			t.Errorf("%s: %v, %v", c.text, got.AsTime(), err)
		}
		if c.want.Year() < 2262 && *TimeOf(c.want) != got {
			t.Errorf("%s: %d", c.text, *TimeOf(c.want))
		}
	}
	if TimeOf(time.Time{}) != nil {
		t.Error("the zero time is known")
	}
}
