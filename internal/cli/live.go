package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
)

// liveFlags are the flags of capturing from interfaces.
type liveFlags struct {
	ifaces    []string
	list      bool
	filter    string
	noPromisc bool
	monitor   bool
	snaplen   int
	buffer    int
	link      string
}

func (l *liveFlags) declare(f *pflag.FlagSet) {
	f.StringArrayVarP(&l.ifaces, "interface", "i", nil, "capture on this `INTERFACE`: a name, a number from -D, or any")
	f.BoolVarP(&l.list, "list-interfaces", "D", false, "list the interfaces")
	f.StringVarP(&l.filter, "capture-filter", "f", "", "only packets that pass this `FILTER` in libpcap's language")
	f.IntVarP(&l.snaplen, "snapshot-length", "s", 0, "capture at most `N` bytes of a packet")
	f.IntVarP(&l.buffer, "buffer-size", "B", 0, "the kernel's buffer, in `MIB`")
	f.BoolVarP(&l.noPromisc, "no-promiscuous-mode", "p", false, "do not capture what is meant for other hosts")
	f.BoolVarP(&l.monitor, "monitor-mode", "I", false, "monitor mode, of wireless interfaces")
	f.StringVarP(&l.link, "link-type", "y", "", "the link `TYPE` of the interface, one of those that 'show interfaces' names")
}

// check reports flags that go with interfaces only.
func (l *liveFlags) check(f *pflag.FlagSet, files []string) error {
	if len(l.ifaces) > 0 {
		if len(files) > 0 {
			return errors.New("-i and files do not go together")
		}
		if l.snaplen < 0 || l.buffer < 0 || l.buffer > 2047 {
			return errors.New("-s wants a length, -B a size below 2048 MiB")
		}
		return nil
	}
	for _, name := range []string{"snapshot-length", "buffer-size", "no-promiscuous-mode", "monitor-mode", "link-type"} {
		if flag := f.Lookup(name); flag.Changed {
			return fmt.Errorf("-%s goes with -i", flag.Shorthand)
		}
	}
	return nil
}

// An input is what packets come from: files or interfaces.
type input struct {
	source   capture.Source
	metas    capture.Described
	live     *capture.Live // nil for files
	files    captures      // nil for interfaces
	deadline *time.Timer
}

// captures are files, read in turn or at once.
type captures interface {
	capture.Source
	capture.Described
	gauge
}

// openFiles opens the files.
func (r *reading) openFiles() (captures, error) {
	if r.merge && len(r.files) > 1 {
		return capture.OpenMerged(r.files)
	}
	return capture.OpenSequence(r.files, capture.Options{})
}

// open opens the files or interfaces.
func (r *reading) open(e *env) (*input, error) {
	if l := &r.live; len(l.ifaces) > 0 {
		live, err := capture.OpenLive(capture.LiveOptions{
			Interfaces: l.ifaces, Filter: l.filter, SnapLen: l.snaplen, Buffer: l.buffer << 20, Link: l.link,
			NoPromisc: l.noPromisc, Monitor: l.monitor,
			Immediate: r.each || terminal(e.out) != nil && !r.save.silent(),
		})
		if errors.Is(err, capture.ErrPermission) {
			return nil, fmt.Errorf("%w\n%s", err, permissionHelp())
		}
		if err != nil {
			return nil, err
		}
		return &input{source: live, metas: live, live: live}, nil
	}
	files, err := r.openFiles()
	if err != nil {
		return nil, err
	}
	in := &input{source: files, metas: files, files: files}
	if r.live.filter != "" {
		filtered, err := capture.Filter(files, r.live.filter)
		if err != nil {
			_ = files.Close()
			return nil, err
		}
		in.source, in.metas = filtered, filtered
	}
	return in, nil
}

// permissionHelp names the command that grants what capturing needs.
func permissionHelp() string {
	path, err := os.Executable()
	if err != nil {
		path = "pktscope"
	}
	return "Run it as root, or grant it what it needs:\n  setcap cap_net_raw,cap_net_admin=eip " + path
}

// begin says what is captured on, and sees to it that the capture ends in
// time.
func (in *input) begin(e *env, limit time.Duration) {
	if in.live == nil {
		return
	}
	for _, i := range in.live.Metas()[0].Interfaces {
		fmt.Fprintf(e.err, "listening on %s, link-type %s, snapshot length %d bytes\n", i.Name, i.Link, i.SnapLen)
	}
	if limit > 0 {
		in.deadline = time.AfterFunc(limit, in.live.Stop)
	}
}

// finish closes the source, and then the file that what came from it was
// saved in: its last block has the final counts.
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

// Progress tells how far files have been read.
func (in *input) Progress() (read, size int64) {
	if in.files == nil {
		return 0, -1
	}
	return in.files.Progress()
}
