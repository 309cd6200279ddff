package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/session"
)

// eventFlag is the value of --events: json, or json:FILE.
type eventFlag string

// file is where events are told, "" for standard output.
func (v eventFlag) file() string {
	_, file, _ := strings.Cut(string(v), ":")
	return file
}

// replacesRows reports whether events are told in place of the rows.
func (v eventFlag) replacesRows() bool { return v != "" && v.file() == "" }

// eventsOf is where events of a session are written, nil for nowhere.
func (r *readFlags) eventsOf(s *session.Session) io.Writer {
	if r.events == "" {
		return nil
	}
	return s.Events()
}

// checkEvents returns an error for flags that contradict --events.
func (r *readFlags) checkEvents(f *pflag.FlagSet) error {
	form, file, named := strings.Cut(string(r.events), ":")
	switch save := r.input.options.Save.Name; {
	case !f.Changed("events"):
		return nil
	case form != "json" || named && file == "":
		return fmt.Errorf("--events %s: want json, or json:FILE", r.events)
	case named:
		if file == save {
			return errors.New("-w and --events would both write to " + file)
		}
		return nil
	case save == "-":
		return errors.New("-w - and --events json would both write to standard output: name a file, --events json:FILE")
	}
	for _, name := range []string{"output", "verbose", "only", "hex", "hexdump", "print", "statistics"} {
		if flag := f.Lookup(name); flag.Changed {
			return fmt.Errorf("--events json stands in place of the packets: with --%s name a file, --events json:FILE", name)
		}
	}
	return nil
}
