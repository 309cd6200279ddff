package table

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
)

// How many files of a table are written at once, in all and of one capture, whose packets are
// mostly in the order of their times. A row for another one begins the next file of its
// partition.
const (
	maxOpen = 24
	maxDays = 2
)

// A Writer writes the rows of one table as files in a folder for each capture and day. They
// have their names once all are written.
type Writer[T Row] struct {
	root    *os.Root
	capture func(file string) string

	last   partition // that of now
	now    *part[T]
	open   []*part[T] // the one that was written last is the last
	parts  map[partition]int
	closed []file   // whole, and not yet named
	done   []file   // named
	spare  *File[T] // of the file that was completed last; nil: none, or in use
}

// A part is one file of a partition.
type part[T Row] struct {
	partition
	rows *File[T]
	file
}

// A file is one that is written aside, with its names within the root.
type file struct {
	open        *os.File
	aside, name string
}

// NewWriter makes the files of a table below root, in a folder for each capture, by the name
// that capture gives it.
func NewWriter[T Row](root *os.Root, capture func(file string) string) *Writer[T] {
	return &Writer[T]{root: root, capture: capture, parts: map[partition]int{}}
}

// Write appends a row to the file of its capture and day. What it points to shall not
// change before Close.
func (w *Writer[T]) Write(row *T) error {
	at, begun := (*row).Origin()
	if p := partitionOf(at, begun); w.now == nil || p != w.last {
		if err := w.turn(p); err != nil {
			return err
		}
	}
	return w.now.rows.Write(row)
}

// Follows reports whether a row is the first, or belongs into the file that was written last.
func (w *Writer[T]) Follows(row *T) bool {
	return w.now == nil && len(w.parts) == 0 || w.now != nil && partitionOf((*row).Origin()) == w.last
}

// WriteAll appends rows whose partitions come in no order, those of one partition in their
// order.
func (w *Writer[T]) WriteAll(rows []*T) error {
	type placed struct {
		partition
		row *T
	}
	list := make([]placed, len(rows))
	for i, row := range rows {
		list[i] = placed{partitionOf((*row).Origin()), row}
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.compare(b.partition) })
	for _, p := range list {
		if err := w.Write(p.row); err != nil {
			return err
		}
	}
	return nil
}

// turn makes a partition the one that is written.
func (w *Writer[T]) turn(p partition) error {
	w.now = nil
	for i, open := range w.open {
		if open.partition == p {
			w.now = open
			w.open = append(append(w.open[:i:i], w.open[i+1:]...), open)
			w.last = p
			return nil
		}
	}
	if err := w.makeRoom(p); err != nil {
		return err
	}
	f, err := w.create(p)
	if err != nil {
		return err
	}
	w.now, w.last = &part[T]{p, w.rows(f.open), f}, p
	w.open = append(w.open, w.now)
	return nil
}

// rows writes rows on out, where it can with the buffers of a file that is complete.
func (w *Writer[T]) rows(out io.Writer) *File[T] {
	f := w.spare
	if f == nil {
		return NewFile[T](out)
	}
	w.spare = nil
	f.reset(out)
	return f
}

// makeRoom completes the file that was written longest ago, of a partition's capture or of all,
// where there are too many.
func (w *Writer[T]) makeRoom(p partition) error {
	oldest, same := 0, 0
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i].partition.file == p.file {
			oldest = i
			same++
		}
	}
	switch {
	case same >= maxDays:
		return w.finish(oldest)
	case len(w.open) == maxOpen:
		return w.finish(0)
	}
	return nil
}

// create makes the next file of a partition. Another run may write to the same folder at the same
// time: who has made a file aside has its number. Two runs of one capture would be its rows twice.
func (w *Writer[T]) create(p partition) (f file, err error) {
	var row T
	capture := w.capture(p.file)
	folder := path.Join(row.Table(), p.folder(capture))
	if err := w.root.MkdirAll(folder, 0o777); err != nil {
		return f, err
	}
	n := w.parts[p]
	for ; ; n++ {
		name := partName(n)
		f.aside, f.name = path.Join(folder, "."+name+".tmp"), path.Join(folder, name)
		if f.open, err = w.root.OpenFile(f.aside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666); err == nil {
			if !w.named(folder, n) {
				break
			}
			if err := errors.Join(f.open.Close(), w.root.Remove(f.aside)); err != nil {
				return f, err
			}
		} else if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
		if capture != "" {
			return f, fmt.Errorf("%s: another export writes this capture", f.name)
		}
	}
	w.parts[p] = n + 1
	return f, nil
}

// named reports whether there is a part of that number in a folder.
func (w *Writer[T]) named(folder string, n int) bool {
	_, err := w.root.Stat(path.Join(folder, partName(n)))
	return err == nil
}

func partName(n int) string { return fmt.Sprintf("part-%d.parquet", n) }

// Finish completes all files, and leaves them without names. A table without rows is one file
// without rows, so that an engine knows its columns.
func (w *Writer[T]) Finish() error {
	var row T
	if len(w.parts) == 0 && !w.named(path.Join(row.Table(), partition{}.folder(w.capture(""))), 0) {
		if err := w.turn(partition{}); err != nil {
			return err
		}
	}
	for len(w.open) > 0 {
		if err := w.finish(0); err != nil {
			return err
		}
	}
	w.now, w.spare = nil, nil
	return nil
}

// finish completes the i-th of the open files.
func (w *Writer[T]) finish(i int) error {
	p := w.open[i]
	w.open = slices.Delete(w.open, i, i+1)
	w.closed = append(w.closed, p.file)
	if err := errors.Join(p.rows.Close(), p.open.Close()); err != nil {
		return err
	}
	w.spare = p.rows
	return nil
}

// Close completes all files and names them.
func (w *Writer[T]) Close() error {
	if err := w.Finish(); err != nil {
		return err
	}
	for len(w.closed) > 0 {
		f := w.closed[0]
		if err := w.root.Rename(f.aside, f.name); err != nil {
			return err
		}
		w.closed, w.done = w.closed[1:], append(w.done, f)
	}
	return nil
}

// Discard removes all files, named or not, with the folders that are empty without them: a table
// cannot be written, and half of a run is none.
func (w *Writer[T]) Discard() {
	for _, p := range w.open {
		_ = p.open.Close()
		w.closed = append(w.closed, p.file)
	}
	for _, f := range w.closed {
		w.remove(f.aside)
	}
	for _, f := range w.done {
		w.remove(f.name)
	}
	w.open, w.closed, w.done, w.now = nil, nil, nil, nil
}

// remove removes a file, and the folders of its day and its capture where they are empty.
func (w *Writer[T]) remove(name string) {
	_ = w.root.Remove(name)
	if day := path.Dir(name); w.root.Remove(day) == nil {
		_ = w.root.Remove(path.Dir(day))
	}
}
