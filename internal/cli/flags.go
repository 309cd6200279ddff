package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// inputFlags are the flags of inputs and keys. The flags of a command that saves
// packets set the same options.
type inputFlags struct {
	options        session.Options
	listInterfaces bool
	autostop       []string
	numeric        bool // ports are printed as numbers
	noSandbox      bool
}

// declare puts the flags into f.
func (in *inputFlags) declare(f *pflag.FlagSet) {
	section(f, "Input", in.declareInput)
	section(f, "Capturing on interfaces", in.declareLive)
	section(f, "Decryption and decoding", in.declareDecoding)
}

// declareInput puts the flags of captures, and of which packets count, into f.
func (in *inputFlags) declareInput(f *pflag.FlagSet) {
	o := &in.options
	f.StringArrayVarP(&o.Files, "read", "r", nil, "read this capture `FILE`; '-' is standard input")
	f.BoolVar(&o.Merge, "merge", false, "read several captures at once, in the order of their packets' times")
	f.Uint64VarP(&o.Count, "count", "c", 0, "stop after reading `N` packets, displayed or not")
	f.StringVarP(&o.DisplayFilter, "display-filter", "Y", "", "only packets that match `EXPR`: 'isakmp && ip.addr == 10.0.0.1'")
	f.StringArrayVarP(&in.autostop, "autostop", "a", nil, "stop at `LIMIT`: duration:S, filesize:KB, packets:N, files:N")
}

// declareDecoding puts the flags of how packets are read into f.
func (in *inputFlags) declareDecoding(f *pflag.FlagSet) {
	o := &in.options
	f.StringArrayVar(&o.KeyFiles, "keys", nil, "decrypt IKE and ESP with the keys in `FILE`, of any known form; '-' is standard input")
	f.BoolVar(&o.NullESP, "esp-null", false, "recognise ESP with NULL encryption, and dissect its payload")
	f.StringArrayVarP(&o.DecodeAs, "decode-as", "d", nil, "decode as another protocol, `LAYER==NUMBER,PROTOCOL`: udp.port==10000,isakmp")
	f.BoolVarP(&in.numeric, "numeric", "n", false, "print port numbers, not names")
	declareServices(f, &o.Services)
}

// declareLive puts the flags of capturing from interfaces into f.
func (in *inputFlags) declareLive(f *pflag.FlagSet) {
	l := &in.options.Live
	f.StringArrayVarP(&l.Interfaces, "interface", "i", nil, "capture on this `INTERFACE`: a name, a number from -D, or any; or on a named pipe, '-' is standard input")
	f.BoolVarP(&in.listInterfaces, "list-interfaces", "D", false, "list the interfaces")
	f.StringVarP(&in.options.CaptureFilter, "capture-filter", "f", "", "only packets that pass this `FILTER` in libpcap's language")
	f.IntVarP(&l.SnapLen, "snapshot-length", "s", 0, "capture at most `N` bytes of a packet")
	f.IntVarP(&l.Buffer, "buffer-size", "B", 0, "the kernel's buffer, in `MIB`")
	f.BoolVarP(&l.NoPromisc, "no-promiscuous-mode", "p", false, "do not capture packets for other hosts")
	f.BoolVarP(&l.Monitor, "monitor-mode", "I", false, "monitor mode, of wireless interfaces")
	f.StringVarP(&l.Link, "link-type", "y", "", "the link `TYPE` of the interface, as listed by 'show interfaces'")
}

// declareRun puts the flags into f that are about the process.
func (in *inputFlags) declareRun(f *pflag.FlagSet, help *bool) {
	section(f, "The process", func(f *pflag.FlagSet) { in.declareProcess(f, help) })
}

func (in *inputFlags) declareProcess(f *pflag.FlagSet, help *bool) {
	f.StringVar(&in.options.User, "user", "", "change to the user `NAME` before the first output is made")
	f.StringVar(&in.options.Sandbox, "sandbox", session.SandboxAuto, "confine the process to the files that it has open: `HOW` is require, auto (as far as the system can) or off")
	f.BoolVar(&in.noSandbox, "no-sandbox", false, "the same as --sandbox=off")
	declareHelp(f, help)
}

// given reports whether there is anything to read.
func (in *inputFlags) given() bool { return len(in.options.Files)+len(in.options.Live.Interfaces) > 0 }

// check parses the limits of -a and returns an error for contradictory flags.
func (in *inputFlags) check(f *pflag.FlagSet) error {
	if !in.given() {
		return errors.New("no capture to read: name a file, or '-' for standard input, or an interface with -i")
	}
	if f.Changed("count") && in.options.Count == 0 {
		return errors.New("-c 0: want at least one packet")
	}
	if err := in.checkSandbox(f); err != nil {
		return err
	}
	if err := in.checkLive(f); err != nil {
		return err
	}
	if err := in.takePipes(); err != nil {
		return err
	}
	o := &in.options
	o.Resolved = resolved(!in.numeric)
	for _, a := range in.autostop {
		if err := addLimit(&o.Stop, "-a", a, false); err != nil {
			return err
		}
	}
	switch {
	case o.Stop.Files > 0 && !o.Save.Ring.Changes():
		return errors.New("-a files:N needs -b")
	case o.Stop.Size > 0 && o.Save.Name == "":
		return errors.New("-a filesize:KB needs -w")
	case o.Stop.Duration > 0 && len(o.Live.Interfaces) == 0 && !o.Live.Piped:
		return errors.New("-a duration:S needs -i")
	}
	return nil
}

// checkSandbox takes --sandbox and --no-sandbox.
func (in *inputFlags) checkSandbox(f *pflag.FlagSet) error {
	how := &in.options.Sandbox
	switch {
	case *how == "": // the command has no such flag
		return nil
	case !slices.Contains(session.Sandboxes, *how):
		return fmt.Errorf("--sandbox %s: want %s", *how, strings.Join(session.Sandboxes, ", "))
	case in.noSandbox && f.Changed("sandbox") && *how != session.SandboxOff:
		return fmt.Errorf("--no-sandbox and --sandbox=%s cannot be combined", *how)
	case in.noSandbox:
		*how = session.SandboxOff
	}
	return nil
}

// checkLive reports flags that go with interfaces only.
func (in *inputFlags) checkLive(f *pflag.FlagSet) error {
	l := &in.options.Live
	if len(l.Interfaces) > 0 {
		if len(in.options.Files) > 0 {
			return errors.New("-i and files cannot be combined")
		}
		if l.SnapLen < 0 || l.Buffer < 0 || l.Buffer > 2047 {
			return errors.New("-s needs a length, -B a size below 2048 MiB")
		}
		return nil
	}
	for _, name := range []string{"snapshot-length", "buffer-size", "no-promiscuous-mode", "monitor-mode", "link-type"} {
		if flag := f.Lookup(name); flag != nil && flag.Changed {
			return fmt.Errorf("-%s needs -i", flag.Shorthand)
		}
	}
	return nil
}

// addLimit reads KEY:VALUE, one limit of -a or, with ring, of -b. A size is in
// units of 1000 bytes.
func addLimit(r *capture.Ring, flag, s string, ring bool) error {
	key, value, _ := strings.Cut(s, ":")
	limits := "duration:SECONDS, filesize:KB, packets:N or files:N"
	if ring {
		limits = "duration:SECONDS, interval:SECONDS, filesize:KB, packets:N or files:N"
	}
	wrong := fmt.Errorf("%s %s: want %s", flag, s, limits)
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

// Flags that several commands have in common.

func declareFormat(f *pflag.FlagSet, format *string, says string) {
	f.StringVar(format, "format", "table", says+strings.Join(render.ReportFormats, ", "))
}

func declareServices(f *pflag.FlagSet, files *[]string) {
	f.StringArrayVar(files, "services", nil, "port names from `FILE`, which overrule the built-in table")
}

func declareHelp(f *pflag.FlagSet, help *bool) {
	f.Bool("no-pager", false, "write long texts to the terminal as they are; else PKTSCOPE_PAGER, PAGER or less shows them")
	f.BoolVarP(help, "help", "h", false, "this help")
}

// printReport writes a report and returns the exit status.
func printReport(e *session.Env, format string, r render.Report) int {
	e.Page()
	err := e.Folded(nil, func(w io.Writer) error { return render.WriteReport(w, format, r) })
	switch {
	case err == nil, session.ClosedPipe(err):
		return session.ExitOK
	case !slices.Contains(render.ReportFormats, format):
		return e.Complain(err)
	}
	return e.Fail(err)
}
