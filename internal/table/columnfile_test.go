package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// Columns of packets have what the library writes of the same rows, with nulls among values, values
// alone and nulls alone, and texts beyond what a dictionary takes, in pages and row groups of any
// number of rows.
func TestColumnFile(t *testing.T) {
	var files [2]bytes.Buffer
	f, want := NewFile[Packet](&files[0]), newWriter[Packet](&files[1])
	for n := range 2*pageRows + 7 {
		row := randomPacket(n)
		write(t, f, want, row)
		if n == 1000 || n == pageRows+500 {
			if err := errors.Join(f.Flush(), want.Flush()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.Close(), want.Close()); err != nil {
		t.Fatal(err)
	}
	compareFiles(t, &files)
}

// Columns of the other tables have what the library writes of the same rows, too, whose values are
// null, and whose lists are empty, by chance.
func TestNestedColumns(t *testing.T) {
	testNestedColumns[IKESA](t)
	testNestedColumns[IKEMessage](t)
	testNestedColumns[ESPSA](t)
	testNestedColumns[Neighbor](t)
	testNestedColumns[Link](t)
	testNestedColumns[Translation](t)
	testNestedColumns[Finding](t)
	testNestedColumns[Conversation](t)
}

func testNestedColumns[T Row](t *testing.T) {
	var row T
	t.Run(row.Table(), func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		var files [2]bytes.Buffer
		f, want := NewFile[T](&files[0]), newWriter[T](&files[1])
		rows := make([]T, 300)
		for i := range rows {
			randomize(reflect.ValueOf(&rows[i]).Elem(), r)
			write(t, f, want, rows[i])
		}
		if err := errors.Join(f.Close(), want.Close()); err != nil {
			t.Fatal(err)
		}
		compareFiles(t, &files)
		if got, want := open(t, &files[0]).Schema().String(), parquet.SchemaOf(row).String(); got != want {
			t.Errorf("schema: %s", cmp.Diff(want, got))
		}
	})
}

// newWriter writes rows as the library does.
func newWriter[T any](w io.Writer) *parquet.GenericWriter[T] {
	return parquet.NewGenericWriter[T](w, parquet.DefaultEncodingFor(parquet.Int64, &parquet.DeltaBinaryPacked))
}

// write writes a row by File and by the library, of which version 0.32 takes some empty texts behind
// values for values where several rows are written at once.
func write[T Row](t *testing.T, f *File[T], want *parquet.GenericWriter[T], row T) {
	t.Helper()
	if _, err := want.Write([]T{row}); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(&row); err != nil {
		t.Fatal(err)
	}
}

// compareFiles compares the rows of two files, and what their footers tell of numbers and nulls.
func compareFiles(t *testing.T, files *[2]bytes.Buffer) {
	t.Helper()
	got, want := open(t, &files[0]), open(t, &files[1])
	if n := len(got.RowGroups()); n != len(want.RowGroups()) {
		t.Fatalf("%d row groups", n)
	}
	for i, g := range got.RowGroups() {
		a, b := rowsOf(t, g), rowsOf(t, want.RowGroups()[i])
		if len(a) != len(b) {
			t.Fatalf("row group %d: %d rows of %d", i, len(a), len(b))
		}
		for n := range a {
			if !a[n].Equal(b[n]) {
				t.Fatalf("row group %d, row %d: %v, want %v", i, n, a[n], b[n])
			}
		}
		for n, c := range got.Metadata().RowGroups[i].Columns {
			a, b := c.MetaData.Statistics, want.Metadata().RowGroups[i].Columns[n].MetaData.Statistics
			number := c.MetaData.Type != format.ByteArray && c.MetaData.Type != format.Boolean
			if number && (!bytes.Equal(a.MinValue, b.MinValue) || !bytes.Equal(a.MaxValue, b.MaxValue)) || a.NullCount != b.NullCount {
				t.Errorf("row group %d, column %v: %v, want %v", i, c.MetaData.PathInSchema, a, b)
			}
		}
	}
}

// randomize fills a value, with nothing in a third of all pointers, lists and texts.
func randomize(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			randomize(v.Field(i), r)
		}
	case reflect.Pointer:
		if r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			randomize(v.Elem(), r)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			randomize(v.Index(i), r)
		}
	case reflect.String:
		if r.IntN(3) > 0 {
			v.SetString(fmt.Sprint("text ", r.IntN(50)))
		}
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(r.NormFloat64())
	case reflect.Int32:
		v.SetInt(int64(r.IntN(3)) - 1)
	default: // numbers of frames begin with 1
		v.SetInt((int64(r.Int32()) - 1<<30) | 1)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// That a disk is full is told at the end of a row group, not of the capture.
func TestColumnFileFull(t *testing.T) {
	f := NewFile[Packet](full{})
	for n := range 4000 {
		row := randomPacket(n)
		if err := f.Write(&row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Flush(); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if err := f.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
}

func open(t *testing.T, b *bytes.Buffer) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rowsOf are all rows of a row group.
func rowsOf(t *testing.T, g parquet.RowGroup) []parquet.Row {
	t.Helper()
	rows := g.Rows()
	defer rows.Close()
	list := make([]parquet.Row, g.NumRows())
	for n := 0; n < len(list); {
		read, err := rows.ReadRows(list[n:])
		if read == 0 {
			t.Fatalf("row %d: %v", n, err)
		}
		for i := range list[n : n+read] {
			list[n+i] = list[n+i].Clone()
		}
		n += read
	}
	return list
}

// randomPacket is a row whose columns are null by chance, but for those that always are or
// never, and for the first row, which has every column.
func randomPacket(i int) Packet {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	text := func(few int) string {
		if i > 0 && r.IntN(3) == 0 {
			return ""
		}
		return fmt.Sprint("text ", r.IntN(few))
	}
	long := func(n int64) *int64 {
		if i > 0 && i%100 > 50 {
			return nil
		}
		return &n
	}
	short := func(n int32) *int32 {
		if i > 0 && r.IntN(2) == 0 {
			return nil
		}
		return &n
	}
	p := Packet{
		Place: Place{text(1), long(int64(i))}, Number: int64(i), Length: r.Int64(), CapturedLength: -r.Int64(),
		Interface: text(1), LinkType: r.Int32(), Protocols: text(300), Protocol: text(3), Source: text(1 << 16), Destination: text(300),
		Info: text(1 << 30), SrcMAC: text(3), DstMAC: text(3), SrcAddress: text(1 << 10), DstAddress: text(3), InnerSrc: text(3), InnerDst: text(3),
		IPProtocol: short(17), SrcPort: short(r.Int32N(1 << 16)), DstPort: short(0), Conversation: long(r.Int64()), IKEVersion: short(-2),
		IKEExchange: text(3), InitiatorSPI: text(1<<20) + strings.Repeat("x", r.IntN(80)), ResponderSPI: text(3), MessageID: text(3), SPI: text(3), Sequence: long(r.Int64()),
	}
	if i == 0 || i > pageRows {
		p.Time, p.Decrypted, p.Reason = ptr(Time(-r.Int64())), ptr(r.IntN(2) == 0), "reason"
	}
	return p
}
