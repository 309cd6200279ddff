package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// readFlags are the flags of pktscope without a command.
type readFlags struct {
	input        inputFlags
	print        bool // what is saved, too
	ringBuffer   []string
	format       string
	fields       []string
	layout       []string // of the fields, as KEY=VALUE
	time         string
	as           string // the version of Wireshark
	verbose      bool
	only         []string
	hex          bool
	stats        []string // what to count
	reportFormat string   // of the statistics
	exactSizes   bool     // their tables have numbers of bytes without units
	layers       string   // whose fields JSON, ek and PDML have
	wholeLayers  string   // the same, with all that is below them
	dump         []string // how bytes are shown
	quiet        bool
	events       eventFlag
	metrics      string
	each         bool
	color        string
	noHeader     bool
	wide         bool // rows on a terminal are not cut
	version      bool
	tshark       tsharkFlags
	columns      []render.PacketColumn // in place of the usual ones; nil: those
	profileKeys  []string              // tables of keys in the profile of -C
	foreign      []foreignFlag         // that were given
	export       string                // http,DIR
	help         bool
}

// declare puts the flags into f.
func (r *readFlags) declare(f *pflag.FlagSet) {
	r.input.declare(f)
	section(f, "Output", r.declareOutput)
	section(f, "Saving", r.declareSave)
	section(f, "As in tshark", r.declareTshark)
	r.input.declareRun(f, &r.help)
	declareForeign(f, &r.foreign)
}

// declareSave puts the flags of saving packets into f.
func (r *readFlags) declareSave(f *pflag.FlagSet) {
	save := &r.input.options.Save
	f.StringVarP(&save.Name, "write", "w", "", "save the packets in this `FILE`, '-' is standard output")
	f.StringVarP(&save.Format, "write-format", "F", "pcapng", "file `FORMAT` for -w: "+strings.Join(capture.SaveFormats, ", "))
	f.StringVar(&save.Compression, "compress", "", "compress -w as `TYPE`: "+strings.Join(capture.Compressions, ", ")+"; without, the file's name says it: .gz, .zst, .lz4")
	f.BoolVarP(&r.print, "print", "P", false, "with -w: print the packets as well; without: rows above the detail")
	f.StringVar(&r.export, "export-objects", "", "save the bodies of HTTP in the folder DIR, each in a file of its own: `http,DIR`")
	f.StringArrayVarP(&r.ringBuffer, "ring-buffer", "b", nil, "next file at `LIMIT`: duration:S, interval:S, filesize:KB, packets:N; files:N keeps N files")
}

// declareOutput declares the flags of printing in f.
func (r *readFlags) declareOutput(f *pflag.FlagSet) {
	f.StringVarP(&r.format, "output", "T", "text", "`FORMAT` of the packets: "+strings.Join(render.Formats, ", "))
	f.StringArrayVarP(&r.fields, "field", "e", nil, "with -T fields, json, ndjson, ek or csv: print this `FIELD`")
	f.StringArrayVarP(&r.layout, "layout", "E", nil, "with -T fields, `KEY=VALUE`: header=y, separator=/t, quote=d|s|n, occurrence=f|l|a, aggregator=, bom=y, escape=n")
	f.StringVarP(&r.time, "time", "t", "r", "`FORM` of the time column: r since the first packet, d the last, dd the last displayed, e 1970; a local, u UTC; ad, ud with the date; adoy, udoy; .N behind it: N digits")
	f.StringVar(&r.as, "as", "4.6", "write values as this `VERSION` of Wireshark does, 4.6 or 4.0: booleans, times, numbers in ek, _type")
	f.BoolVarP(&r.verbose, "verbose", "V", false, "show every field of every packet")
	f.StringArrayVarP(&r.only, "only", "O", nil, "show the fields of these `PROTOCOLS` only")
	f.BoolVarP(&r.hex, "hex", "x", false, "show every packet's bytes")
	f.StringArrayVarP(&r.stats, "statistics", "z", nil, "count packets: `STATISTIC` is conv,ip, endpoints,tcp, io,phs, io,stat,SECONDS, expert or another that -z help lists")
	declareFormat(f, &r.reportFormat, "`FORMAT` of the reports of -z: svg (io,stat alone), ")
	f.BoolVarP(&r.quiet, "quiet", "q", false, "print no packets")
	f.StringVar((*string)(&r.events), "events", "", "tell what happens, a line of JSON an event, in place of the packets: neighbors, IKE SAs, losses; `FORM` is json or json:FILE")
	f.StringVar(&r.metrics, "metrics", "", "tell Prometheus counts at this `ADDRESS:PORT`, path /metrics; a port alone is one of this machine")
	f.BoolVarP(&r.each, "line", "l", false, "write every packet at once")
	declareColor(f, &r.color)
	f.BoolVar(&r.noHeader, "no-header", false, "print no header line")
	f.BoolVar(&r.wide, "wide", false, "on a terminal: rows as wide as in a file, not cut at its width")
	f.BoolVarP(&r.version, "version", "v", false, "the version")
}

// options returns the session's options.
func (r *readFlags) options(e *session.Env) session.Options {
	o := r.input.options
	o.Save.Application = application
	o.Live.Immediate = r.each || r.print && session.Terminal(e.Out) != nil
	_, o.Export, _ = strings.Cut(r.export, ",")
	if r.tells() {
		o.Events, o.Metrics, o.FollowIKE = r.events.file(), r.metrics, true
	}
	return o
}

// tells reports whether events are told or counted.
func (r *readFlags) tells() bool { return r.events != "" || r.metrics != "" }

// silent reports whether packets are saved and not printed.
func (r *readFlags) silent() bool { return r.input.options.Save.Name != "" && !r.print }

// check parses limits and returns an error for contradictory flags.
func (r *readFlags) check(f *pflag.FlagSet) error {
	r.format = strings.ToLower(r.format)
	if err := r.checkForeign(f); err != nil {
		return err
	}
	if err := checkColor(r.color); err != nil {
		return err
	}
	if what, dir, _ := strings.Cut(r.export, ","); r.export != "" && (what != "http" || dir == "") {
		return fmt.Errorf("--export-objects %s: want http,DIR", r.export)
	}
	for _, b := range r.ringBuffer {
		if err := addLimit(&r.input.options.Save.Ring, "-b", b, true); err != nil {
			return err
		}
	}
	if err := r.input.check(f); err != nil {
		return err
	}
	if err := r.checkSave(); err != nil {
		return err
	}
	if err := r.checkEvents(f); err != nil {
		return err
	}
	if f.Changed("metrics") {
		var err error
		if r.metrics, err = metricsAddress(r.metrics); err != nil {
			return err
		}
	}
	return r.checkOutput()
}

// checkSave returns an error for contradictory flags of saving.
func (r *readFlags) checkSave() error {
	save := &r.input.options.Save
	if err := checkFormat(save); err != nil {
		return err
	}
	switch {
	case save.Compression != "" && save.Name == "":
		return errors.New("--compress needs -w")
	case len(r.ringBuffer) > 0 && (save.Name == "" || save.Name == "-"):
		return errors.New("-b needs files: name them with -w")
	case len(r.ringBuffer) > 0 && !save.Ring.Changes():
		return errors.New("-b files:N needs a limit for each file: add -b filesize, duration, interval or packets")
	case save.Name == "-" && r.print:
		return errors.New("-w - and -P would both write to standard output")
	}
	return nil
}

// checkFormat returns an error for a format or a compression that there is not.
func checkFormat(save *session.Save) error {
	if !slices.Contains(capture.SaveFormats, save.Format) {
		return fmt.Errorf("-F %s: there is no such format; there are %s", save.Format, strings.Join(capture.SaveFormats, ", "))
	}
	if save.Compression != "" && !slices.Contains(capture.Compressions, save.Compression) {
		return fmt.Errorf("--compress %s: there is no such compression; there are %s", save.Compression, strings.Join(capture.Compressions, ", "))
	}
	return nil
}

// checkOutput returns an error for contradictory flags of printing.
func (r *readFlags) checkOutput() error {
	if r.reportFormat == "svg" {
		if err := r.checkPicture(); err != nil {
			return err
		}
	} else if !slices.Contains(render.ReportFormats, r.reportFormat) {
		return fmt.Errorf("--format %q: want %s", r.reportFormat, strings.Join(render.ReportFormats, ", "))
	}
	if !slices.Contains(render.Formats, r.format) {
		if near := dissect.NearestWords(r.format, render.Formats); len(near) > 0 {
			return fmt.Errorf("-T: there is no format %q; near it: %s", r.format, strings.Join(near, ", "))
		}
		return fmt.Errorf("-T: there is no format %q; there are %s", r.format, strings.Join(render.Formats, ", "))
	}
	if len(r.layout) > 0 && r.format != "fields" {
		return errors.New("-E needs -T fields")
	}
	if r.format == "fields" && len(r.fields) == 0 {
		return errors.New("-T fields needs at least one -e FIELD")
	}
	if len(r.fields) > 0 {
		switch r.format {
		case "fields", "json", "ndjson", "ek", "csv":
		default:
			return errors.New("-e needs -T fields, json, ndjson, ek or csv")
		}
	}
	return nil
}

// words splits lists at commas and spaces.
func words(lists ...string) (out []string) {
	for _, list := range lists {
		out = append(out, strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })...)
	}
	return out
}

// isLong reports whether what is printed of captures is read a screen at a time: detail,
// bytes and statistics, but not rows, which come one by one.
func (r *readFlags) isLong(format render.Format) bool {
	switch in := &r.input.options; {
	case len(in.Live.Interfaces) > 0 || in.Live.Piped || in.Save.Name != "":
		return false
	case format == nil:
		return len(r.stats) > 0
	}
	return r.verbose || r.hex || len(r.only) > 0 || len(r.dump) > 0
}
