package fleet

import (
	"context"
	"errors"
	"iter"

	"github.com/pktscope/pktscope/internal/table"
)

// A writer writes a part of each of some tables.
type writer struct {
	ctx    context.Context
	output string
	part   string
}

// write writes rows as the part of their table. A part without rows has no file.
func write[T table.Row](w *writer, rows iter.Seq2[*T, error]) (err error) {
	var f *rowFile[T]
	for row, wrong := range rows {
		if err = wrong; err == nil && f == nil {
			f, err = newRowFile[T](w.ctx, w.output, "shard="+w.part+"/part-0")
		}
		if err == nil {
			err = f.Write(row)
		}
		if err != nil {
			break
		}
	}
	if f == nil {
		return err
	}
	return f.end(err)
}

// ofCapture is the file of a table for the rows of one capture, ofParts that for those of a part
// of all captures, whose folder says that the capture is in the rows alone.
func ofCapture(name string) string { return table.CaptureFolder(name) + "/part-0" }
func ofParts(part string) string   { return table.CaptureFolder("") + "/part-" + part }

// A rowFile is a file of rows of one table.
type rowFile[T table.Row] struct {
	*table.File[T]
	ctx context.Context
	to  *file
}

// newRowFile makes the file of that name, without its extension, of a table.
func newRowFile[T table.Row](ctx context.Context, output, name string) (*rowFile[T], error) {
	var row T
	to, err := create(ctx, output, row.Table()+"/"+name+".parquet")
	if err != nil {
		return nil, err
	}
	return &rowFile[T]{table.NewFile[T](to), ctx, to}, nil
}

// end gives the file its name, unless err is why it is not wanted.
func (f *rowFile[T]) end(err error) error {
	if err = errors.Join(err, f.Close()); err != nil {
		f.to.discard(f.ctx)
		return err
	}
	return f.to.finish(f.ctx)
}
