// Package tables is what "pktscope export" writes: the tables of package table, of packets and
// of what the reports tell of them.
package tables

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/table"
	"github.com/pktscope/pktscope/internal/track"
)

// An Export writes the tables of captures in a folder.
type Export struct {
	Dir   string
	Names *field.Names // of ports and addresses in Info; nil: numbers

	root    *os.Root
	labels  map[string]string // of the captures by their names
	packets packets
	answers map[string]*report.Answer // by the words of the reports
	stats   *stats.Set                // of conversations
}

// Open makes the folder if there is none. It is an error if there are tables of one of the
// captures in it, as far as their names tell: nothing is overwritten.
func (x *Export) Open(files []string) error {
	for _, name := range files {
		if !utf8.ValidString(name) {
			return fmt.Errorf("%q is no name in UTF-8, as texts of Parquet are: give the file another name", name)
		}
	}
	if err := os.MkdirAll(x.Dir, 0o777); err != nil {
		return x.unmade(err)
	}
	root, err := os.OpenRoot(x.Dir)
	if err != nil {
		return err
	}
	x.root, x.labels = root, labelsOf(files)
	used := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(x.labels)) {
		label, err := x.free(name, x.labels[name], used)
		if err != nil {
			return err
		}
		x.labels[name], used[label] = label, true
	}
	x.packets.Writer = table.NewWriter[table.Packet](root, x.label)
	return x.placed(root.MkdirAll(table.Packet{}.Table(), 0o777)) // what cannot be written is told before captures are read
}

// free is what a capture is called in the names of folders: its label, or, where that is another
// capture's, its path. It is an error if the capture is there, whatever it is called.
func (x *Export) free(name, label string, used map[string]bool) (string, error) {
	there := func(folder string) error {
		return fmt.Errorf("%s is there already: remove it, or name another folder with -o", filepath.Join(x.Dir, folder))
	}
	path := []string{label, name, "./" + name} // the last where a path is the name of another one
	for _, l := range append(path, filepath.Base(name)) {
		if folder, of := x.taken(l); of == name {
			return "", there(folder)
		}
	}
	var folder, of string
	for _, l := range path {
		if used[l] {
			continue
		}
		if folder, of = x.taken(l); folder == "" {
			return l, nil
		} else if of == "" { // it may be this one
			break
		}
	}
	return "", there(folder)
}

// taken is a folder of a table that there is already for a label, and the capture that it is
// of, as far as that is known.
func (x *Export) taken(label string) (folder, of string) {
	for _, name := range table.Names() {
		folder := name + "/" + table.CaptureFolder(label)
		if _, err := x.root.Stat(folder); err == nil {
			return folder, table.CaptureIn(x.root, folder)
		}
	}
	return "", ""
}

// unmade is why the folder cannot be made.
func (x *Export) unmade(err error) error {
	if info, no := os.Stat(x.Dir); no == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file: name a folder with -o", x.Dir)
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = fmt.Errorf("%s: %w", e.Path, e.Err)
	}
	return fmt.Errorf("the folder of -o cannot be made: %w", err)
}

// placed is an error of a file below the folder, with the name of that.
func (x *Export) placed(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok && !strings.HasPrefix(e.Path, x.Dir) {
		return fmt.Errorf("%s: %w", filepath.Join(x.Dir, e.Path), e.Err)
	}
	return err
}

// labelsOf are what captures are called in the names of folders: their names without folders
// or, where two have the same, whole.
func labelsOf(files []string) map[string]string {
	labels, of := map[string]string{}, map[string]string{}
	for _, name := range files {
		base := filepath.Base(name)
		if other, taken := of[base]; taken && other != name {
			for _, name := range files {
				labels[name] = name
			}
			return labels
		}
		labels[name], of[base] = base, name
	}
	return labels
}

// label is what a capture is called in the names of folders.
func (x *Export) label(file string) string { return x.labels[file] }

// Report is "pktscope export".
func (x *Export) Report() *report.Report {
	return &report.Report{Words: "export", Command: true, Formats: []string{report.ForTables}, Merge: true, Inside: true, IKE: true, Findings: true, Ask: x.ask}
}

// ask has the reports collect what tables are made of.
func (x *Export) ask(q *report.Query) (*report.Answer, error) {
	x.packets.rows = table.NewPackets()
	x.packets.rows.Names, x.packets.rows.Keys = x.Names, q.ESP != nil
	a := &report.Answer{Watchers: []track.Watcher{&x.packets}}
	x.answers = map[string]*report.Answer{}
	for _, r := range reports() {
		one, err := r.Ask(q)
		if err != nil {
			return nil, err
		}
		x.answers[r.Words] = one
		a.Trackers, a.Watchers = append(a.Trackers, one.Trackers...), append(a.Watchers, one.Watchers...)
	}
	var err error
	if x.stats, err = stats.New(Statistics(q.Filter), q.Fields, maxConversations); err != nil {
		return nil, err
	}
	a.Tap = x.stats
	a.Forgotten = func() (list []report.Forgotten) {
		for _, r := range reports() {
			if of := x.answers[r.Words].Forgotten; of != nil {
				for _, f := range of() {
					if !slices.Contains(list, f) { // that of a tracker which two reports are about
						list = append(list, f)
					}
				}
			}
		}
		return list
	}
	a.Keep = func(at time.Time) error { return x.run(q, at).keep() }
	return a, nil
}

// run is what was collected, as of a moment.
func (x *Export) run(q *report.Query, at time.Time) *run {
	r := &run{Export: x, at: at}
	r.Source = Source{func(words string) []render.Report { return x.answers[words].Tables(r.at) }, q.Sources.Frames.Place}
	return r
}

// packets are rows of the packets that pass the display filter. It is a track.Watcher.
type packets struct {
	*table.Writer[table.Packet]
	rows *table.Packets
	err  error // the first
}

// Watch implements track.Watcher.
func (w *packets) Watch(p *dissect.Packet) {
	if w.err == nil {
		row := w.rows.Of(p)
		w.err = w.Write(row)
	}
}

// A writer is a table.Writer, whatever its rows are.
type writer interface {
	Finish() error
	Close() error
	Discard()
}

// keep writes the tables. Their files have names once all are written.
func (r *run) keep() (err error) {
	all := []writer{&r.packets}
	defer func() {
		if err != nil {
			for _, w := range all {
				w.Discard()
			}
		}
	}()
	if r.packets.err != nil {
		return r.placed(r.packets.err)
	}
	if err := r.packets.Finish(); err != nil {
		return r.placed(err)
	}
	for _, write := range made {
		w, err := write(r)
		if all = append(all, w); err != nil {
			return r.placed(err)
		}
	}
	for _, w := range all {
		if err := w.Close(); err != nil {
			return r.placed(err)
		}
	}
	return nil
}
