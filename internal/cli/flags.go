package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/stats"
)

// A reading is what the flags of reading a capture say.
type reading struct {
	files    []string
	merge    bool // by time, instead of in turn
	count    uint64
	display  string         // the display filter
	sieve    *filter.Filter // what it says; nil: everything is displayed
	format   string
	fields   []string
	layout   []string // of the fields, as KEY=VALUE
	time     string
	verbose  bool
	only     []string
	hex      bool
	numeric  bool
	secrets  secrets
	decodeAs []string
	quiet    bool
	each     bool
	services []string
	stats    []string // what to count
	report   string   // the format in which it is told
	color    string
	noHeader bool
	help     bool
	version  bool
	live     liveFlags
	save     saveFlags

	user      string
	noSandbox bool
}

// declare puts the flags into f.
func (r *reading) declare(f *pflag.FlagSet) {
	r.declareInput(f)
	r.declareOutput(f)
	r.declareRun(f)
}

// declareInput puts the flags into f that say which packets are read.
func (r *reading) declareInput(f *pflag.FlagSet) {
	f.StringArrayVarP(&r.files, "read", "r", nil, "read this capture `FILE`; '-' is standard input")
	f.BoolVar(&r.merge, "merge", false, "read several captures at once, in the order of their packets' times")
	r.live.declare(f)
	f.Uint64VarP(&r.count, "count", "c", 0, "stop after `N` packets")
	f.StringVarP(&r.display, "display-filter", "Y", "", "only packets that match `EXPR`: 'isakmp && ip.addr == 10.0.0.1'")
	r.save.declareStop(f)
	f.BoolVarP(&r.numeric, "numeric", "n", false, "no port names")
	f.StringArrayVarP(&r.decodeAs, "decode-as", "d", nil, "read what `LAYER==NUMBER,PROTOCOL` names as that protocol: udp.port==10000,isakmp")
	f.BoolVar(&r.secrets.nulls, "esp-null", false, "find ESP that encrypts nothing, and take apart what is in it")
	f.StringArrayVar(&r.secrets.files, "keys", nil, "open IKE and ESP with the keys in `FILE`, of any known form")
	declareServices(f, &r.services)
}

// declareOutput puts the flags into f that say what becomes of the packets.
func (r *reading) declareOutput(f *pflag.FlagSet) {
	r.save.declare(f)
	f.StringVarP(&r.format, "output", "T", "text", "in this `FORMAT`: "+strings.Join(render.Formats, ", "))
	f.StringArrayVarP(&r.fields, "field", "e", nil, "with -T fields, json, ek or csv: print this `FIELD`")
	f.StringArrayVarP(&r.layout, "layout", "E", nil, "with -T fields, `KEY=VALUE`: header=y, separator=/t, quote=d|s|n, occurrence=f|l|a, aggregator=, bom=y")
	f.StringVarP(&r.time, "time", "t", "r", "time column, a `FORM` of: a, ad, d, dd, e, r, u, ud, and adoy, udoy")
	f.BoolVarP(&r.verbose, "verbose", "V", false, "show every field of every packet")
	f.StringArrayVarP(&r.only, "only", "O", nil, "show the fields of these `PROTOCOLS` only")
	f.BoolVarP(&r.hex, "hex", "x", false, "show every packet's bytes")
	f.StringArrayVarP(&r.stats, "statistics", "z", nil, "count packets: `STATISTIC` is "+strings.Join(stats.Names(), "; "))
	declareFormat(f, &r.report, "of -z, a `FORMAT` of: ")
	f.BoolVarP(&r.quiet, "quiet", "q", false, "print no packets")
	f.BoolVarP(&r.each, "line", "l", false, "write every packet as soon as it is there")
	f.StringVar(&r.color, "color", "auto", "`WHEN` to colour: auto, always or never")
	f.BoolVar(&r.noHeader, "no-header", false, "no header line")
	f.BoolVar(&r.version, "version", false, "the version")
}

// declareRun puts the flags into f that are about the process.
func (r *reading) declareRun(f *pflag.FlagSet) {
	f.StringVar(&r.user, "user", "", "become the user `NAME` before the first packet is read")
	f.BoolVar(&r.noSandbox, "no-sandbox", false, "do not shut the process into the files that it has open")
	declareHelp(f, &r.help)
}

// Flags that several commands have in common.

func declareFormat(f *pflag.FlagSet, format *string, says string) {
	f.StringVar(format, "format", "table", says+strings.Join(render.ReportFormats, ", "))
}

func declareServices(f *pflag.FlagSet, files *[]string) {
	f.StringArrayVar(files, "services", nil, "port names from `FILE`, which overrule the built-in table")
}

func declareHelp(f *pflag.FlagSet, help *bool) { f.BoolVarP(help, "help", "h", false, "this help") }

// checkInput reports what the flags say of the input that cannot be.
func (r *reading) checkInput(f *pflag.FlagSet) error {
	if len(r.files)+len(r.live.ifaces) == 0 {
		return errors.New("no capture to read: name a file, or '-' for standard input, or an interface with -i")
	}
	if f.Changed("count") && r.count == 0 {
		return errors.New("-c 0: want at least one packet")
	}
	if err := r.live.check(f, r.files); err != nil {
		return err
	}
	return r.save.check(len(r.live.ifaces) > 0)
}

// check reports what the flags say that cannot be.
func (r *reading) check(f *pflag.FlagSet) error {
	switch r.color {
	case "auto", "always", "never":
	default:
		return fmt.Errorf("--color %q: want auto, always or never", r.color)
	}
	if err := r.checkInput(f); err != nil {
		return err
	}
	if !slices.Contains(render.ReportFormats, r.report) {
		return fmt.Errorf("--format %q: want %s", r.report, strings.Join(render.ReportFormats, ", "))
	}
	if len(r.layout) > 0 && r.format != "fields" {
		return fmt.Errorf("-E goes with -T fields")
	}
	if r.format == "fields" && len(r.fields) == 0 {
		return fmt.Errorf("-T fields wants at least one -e FIELD")
	}
	if len(r.fields) > 0 {
		switch r.format {
		case "fields", "json", "ek", "csv":
		default:
			return fmt.Errorf("-e goes with -T fields, json, ek or csv")
		}
	}
	return nil
}

// protocols splits the lists of -O.
func (r *reading) protocols() []string {
	var out []string
	for _, list := range r.only {
		for p := range strings.SplitSeq(list, ",") {
			if p = strings.TrimSpace(p); p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// compile makes the display filter, over the fields that are declared.
func (r *reading) compile(registry *dissect.Registry) (err error) {
	r.sieve, err = filter.Compile(r.display, registry)
	return err
}
