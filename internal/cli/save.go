package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
)

// saveFlags are the flags of saving packets.
type saveFlags struct {
	name     string
	format   string
	print    bool
	autostop []string
	ringbuf  []string
	ring     capture.Ring
	stop     capture.Ring
	saver    *capture.Saver // nil: nothing is saved
	made     bool           // the packets to be saved are made of those that are read
	brings   *capture.Meta  // what is saved before what the capture says; may be nil
}

func (s *saveFlags) declare(f *pflag.FlagSet) {
	f.StringVarP(&s.name, "write", "w", "", "save the packets in this `FILE`, '-' is standard output")
	f.StringVarP(&s.format, "write-format", "F", "pcapng", "of -w, a `FORMAT`: pcapng or pcap")
	f.BoolVarP(&s.print, "print", "P", false, "with -w: print the packets as well")
	f.StringArrayVarP(&s.ringbuf, "ring-buffer", "b", nil, "next file at `LIMIT`: duration:S, interval:S, filesize:KB, packets:N; files:N keeps so many")
}

// declareStop declares what ends a capture, saved or not.
func (s *saveFlags) declareStop(f *pflag.FlagSet) {
	f.StringArrayVarP(&s.autostop, "autostop", "a", nil, "stop at `LIMIT`: duration:S, filesize:KB, packets:N, files:N")
}

// silent reports whether packets are saved and not printed.
func (s *saveFlags) silent() bool { return s.name != "" && !s.print }

// check reads the limits.
func (s *saveFlags) check(live bool) error {
	for _, a := range s.autostop {
		if err := limit(&s.stop, "-a", a, false); err != nil {
			return err
		}
	}
	for _, b := range s.ringbuf {
		if err := limit(&s.ring, "-b", b, true); err != nil {
			return err
		}
	}
	changes := s.ring.Changes()
	switch {
	case len(s.ringbuf) > 0 && (s.name == "" || s.name == "-"):
		return errors.New("-b wants files: name them with -w")
	case len(s.ringbuf) > 0 && !changes:
		return errors.New("-b files:N wants to know when a file is full: add -b filesize, duration, interval or packets")
	case s.stop.Files > 0 && !changes:
		return errors.New("-a files:N goes with -b")
	case s.name == "" && s.stop.Size > 0:
		return errors.New("-a filesize:KB goes with -w")
	case s.name == "" && s.print:
		return errors.New("-P goes with -w")
	case s.stop.Duration > 0 && !live:
		return errors.New("-a duration:S goes with -i")
	case s.name == "-" && s.print:
		return errors.New("-w - and -P would both write to standard output")
	}
	return nil
}

// limit reads KEY:VALUE. A size is in units of 1000 bytes.
func limit(r *capture.Ring, flag, s string, ring bool) error {
	key, value, _ := strings.Cut(s, ":")
	wrong := fmt.Errorf("%s %s: want duration:SECONDS, filesize:KB, packets:N or files:N", flag, s)
	if key == "duration" || key == "interval" && ring {
		seconds, err := strconv.ParseFloat(value, 64)
		if err != nil || !(seconds > 0) || seconds > 1e9 {
			return wrong
		}
		d := time.Duration(seconds * float64(time.Second))
		if key == "interval" {
			r.Interval = d
		} else {
			r.Duration = d
		}
		return nil
	}
	n, err := strconv.ParseUint(value, 10, 40)
	if err != nil || n == 0 && !(key == "files" && ring) {
		return wrong
	}
	switch key {
	case "filesize":
		r.Size = int64(n) * 1000
	case "packets":
		r.Packets = n
	case "files":
		r.Files = n
	default:
		return wrong
	}
	return nil
}

// create makes the file that packets are saved in.
func (s *saveFlags) create(e *env, in *input, inputs []string) error {
	if s.name == "" {
		return nil
	}
	if s.name == "-" && terminal(e.out) != nil {
		return errors.New("-w -: a capture is nothing for a terminal")
	}
	if s.name != "-" {
		if err := notAnInput(e, s.name, inputs); err != nil {
			return err
		}
	}
	o := capture.SaveOptions{
		Name: s.name, Out: e.out, Format: s.format, Application: "pktscope " + version,
		Source: in.metas, Live: in.live != nil, Prompt: s.name == "-", Ring: s.ring, Stop: s.stop,
	}
	if in.live != nil {
		o.Ended = in.live.Stop
	}
	switch {
	case s.made:
		o.Source = nil
	case s.brings != nil:
		o.Source = brought{s.brings, in.metas}
	}
	saver, err := capture.NewSaver(o)
	s.saver = saver
	return err
}

// notAnInput keeps a file that is read, a capture or keys, from being
// overwritten.
func notAnInput(e *env, name string, inputs []string) error {
	out, err := os.Stat(name)
	if err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, in := range inputs {
		st, err := os.Stat(in)
		if stdin, ok := e.in.(*os.File); ok && in == "-" {
			st, err = stdin.Stat()
		}
		if err == nil && os.SameFile(st, out) {
			return fmt.Errorf("%s: cannot be written: it is being read", name)
		}
	}
	return nil
}
