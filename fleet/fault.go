package fleet

import (
	"bytes"
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/table"
)

// A Fault is a row of the table faults: what of a capture could not be read. Its packets before
// that are in the other tables.
type Fault struct {
	table.Place
	Fault string `parquet:"fault"`
}

// Table implements table.Row.
func (Fault) Table() string { return "faults" }

// Origin implements table.Row.
func (f Fault) Origin() (table.Place, *table.Time) { return f.Place, nil }

// writeFaults writes what is wrong with a capture, if anything is.
func writeFaults(ctx context.Context, output string, c Capture, faults []*capture.Error) error {
	if len(faults) == 0 {
		return nil
	}
	f, err := newRowFile[Fault](ctx, output, ofCapture(c.Name))
	if err != nil {
		return err
	}
	for _, fault := range faults {
		row := Fault{Place: table.Place{File: c.Name}, Fault: fault.Error()}
		if fault.Frame > 0 {
			frame := int64(fault.Frame)
			row.Frame = &frame
		}
		if err = f.Write(&row); err != nil {
			break
		}
	}
	return f.end(err)
}

// Faults are what could not be read of the captures, with their names; at most so many captures are
// asked, of those that have some.
func (j *Job) Faults(ctx context.Context, most int) (texts []string, captures int, err error) {
	fs, err := filesystem.New(ctx, j.Output)
	if err != nil {
		return nil, 0, err
	}
	defer fs.Close()
	list, err := fs.List(ctx, j.Output+"/"+Fault{}.Table()+"/*/*.parquet")
	for _, name := range list[:min(len(list), most)] {
		text, err := filesystem.Read(ctx, fs, name)
		if err != nil {
			return nil, 0, err
		}
		rows, err := table.Read[Fault](bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return nil, 0, err
		}
		for i := range rows {
			texts = append(texts, rows[i].Fault)
		}
	}
	return texts, len(list), err
}
