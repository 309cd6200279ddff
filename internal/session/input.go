package session

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// An input is what packets come from: files or interfaces.
type input struct {
	source   capture.Source
	metas    capture.Described
	live     *capture.Live  // nil for files
	files    captures       // nil for interfaces
	piped    bool           // files are pipes in which other programs capture
	again    *capture.Files // files, or what is captured, to be read more than once; nil: they are not
	deadline *time.Timer
}

// captures are files, read one after the other or merged by time.
type captures interface {
	capture.Source
	capture.Described
	gauge
}

// read begins a reading of files that are open.
func (o *Options) read(f *capture.Files) captures {
	if o.Merge && len(o.Files) > 1 {
		return f.Merged()
	}
	return f.Sequence()
}

// openFiles opens the files.
func (o *Options) openFiles() (captures, error) {
	if o.Merge && len(o.Files) > 1 {
		return capture.OpenMerged(o.Files)
	}
	return capture.OpenSequence(o.Files, capture.Options{})
}

// open opens the files or interfaces. notify is told when an interface goes away.
func (o *Options) open(e *Env, notify func(capture.Notice)) (*input, error) {
	if l := &o.Live; len(l.Interfaces) > 0 {
		live, err := capture.OpenLive(capture.LiveOptions{
			Interfaces: l.Interfaces, Filter: o.CaptureFilter, SnapLen: l.SnapLen, Buffer: l.Buffer << 20, Link: l.Link,
			NoPromisc: l.NoPromisc, Monitor: l.Monitor, Notify: notify,
			Immediate: l.Immediate || Terminal(e.Out) != nil && o.Save.Name == "",
		})
		if errors.Is(err, capture.ErrPermission) {
			return nil, fmt.Errorf("%w\n%s", err, permissionHelp())
		}
		if err != nil {
			return nil, err
		}
		return &input{source: live, metas: live, live: live}, nil
	}
	in := &input{piped: o.Live.Piped}
	if o.Again {
		again, err := capture.OpenFiles(o.Files)
		if err != nil {
			return nil, err
		}
		in.again = again
		return in, nil // they are read once the process is confined
	}
	files, err := o.openFiles()
	if err != nil {
		return nil, err
	}
	return in, o.begin(in, files)
}

// begin makes a reading of files the input, behind the capture filter.
func (o *Options) begin(in *input, files captures) error {
	in.source, in.metas, in.files = files, files, files
	if o.CaptureFilter == "" || in.live != nil {
		return nil
	}
	filtered, err := capture.Filter(files, o.CaptureFilter)
	if err != nil {
		_ = files.Close()
		return err
	}
	in.source, in.metas = filtered, filtered
	return nil
}

// permissionHelp names the command that grants the capabilities of capturing.
func permissionHelp() string {
	path, err := os.Executable()
	if err != nil {
		path = "pktscope"
	}
	return "Run it as root, or grant it what it needs:\n  setcap cap_net_raw,cap_net_admin=eip " + path
}

// close lets go of what was opened, before anything is read.
func (in *input) close() {
	if in.source != nil {
		_ = in.source.Close()
	}
	if in.again != nil {
		_ = in.again.Close()
	}
}

// announce writes which interfaces are captured on.
func (in *input) announce(e *Env) {
	if in.live != nil {
		for _, i := range in.live.Metas()[0].Interfaces {
			fmt.Fprintf(e.Err, "listening on %s, link-type %s, snapshot length %d bytes\n", i.Name, i.Link, i.SnapLen)
		}
	}
}

// limit calls stop after limit, unless that is 0.
func (in *input) limit(limit time.Duration, stop func()) {
	if limit > 0 {
		in.deadline = time.AfterFunc(limit, stop)
	}
}

// finish closes interfaces, and then the saved file, whose last block has the
// final counts of them.
func (in *input) finish(saver *capture.Saver) error {
	if in.deadline != nil {
		in.deadline.Stop()
	}
	var stats []capture.Stats
	if in.live != nil {
		_ = in.live.Close()
		stats = in.live.Stats()
	}
	if saver == nil {
		return nil
	}
	return saver.Close(stats)
}

// Progress implements gauge.
func (in *input) Progress() (read, size int64) {
	if in.files == nil {
		return 0, -1
	}
	return in.files.Progress()
}
