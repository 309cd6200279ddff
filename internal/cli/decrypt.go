package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// A decryption is "pktscope decrypt": captures in, the same out without ESP.
type decryption struct {
	reading
	link       string
	onlyTunnel bool
	embedKeys  bool
}

const decryptUsage = `pktscope decrypt writes what was inside ESP as a plain capture.

Usage:
  pktscope decrypt -r CAPTURE -w FILE --keys FILE
  pktscope decrypt -r CAPTURE -w FILE --keys FILE --embed-keys    the capture as it is, with the keys of its SAs in it

Options:
`

func (d *decryption) declare(f *pflag.FlagSet) {
	d.declareInput(f)
	f.StringVarP(&d.save.name, "write", "w", "", "save the packets in this `FILE`, '-' is standard output")
	f.StringVarP(&d.save.format, "write-format", "F", "pcapng", "`FORMAT`: pcapng, with comments that name the SPI and the frame, or pcap")
	f.StringVar(&d.link, "link", "raw", "`LINK` type, raw: IP packets; ethernet: with the outer addresses")
	f.BoolVar(&d.embedKeys, "embed-keys", false, "save the capture as it is, with the keys of ESP that open it as decryption secrets")
	f.BoolVar(&d.onlyTunnel, "only-tunnel", false, "leave out what was not inside ESP")
	d.declareRun(f)
}

// runDecrypt is "pktscope decrypt".
func runDecrypt(e *env, args []string) int {
	var d decryption
	flags := newFlags("decrypt")
	d.declare(flags)
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	if d.help {
		return e.print(decryptUsage + flags.FlagUsages())
	}
	d.files = append(d.files, flags.Args()...)
	if err := d.check(flags); err != nil {
		return e.complain(err)
	}
	return d.run(e)
}

// check reports what the flags say that cannot be.
func (d *decryption) check(f *pflag.FlagSet) error {
	switch {
	case d.save.name == "":
		return errors.New("decrypt: say where to with -w FILE")
	case d.link != "raw" && d.link != "ethernet":
		return fmt.Errorf("--link %q: want raw or ethernet", d.link)
	case d.embedKeys && (f.Changed("link") || d.onlyTunnel):
		return errors.New("--embed-keys saves the capture as it is: it does not go with --link and --only-tunnel")
	case d.embedKeys && d.save.format != "pcapng":
		return errors.New("--embed-keys wants -F pcapng: pcap has no place for keys")
	}
	return d.checkInput(f)
}

// run reads the captures and writes what is inside.
func (d *decryption) run(e *env) int {
	registry, err := d.newRegistry()
	if err != nil {
		return e.complain(err)
	}
	if err := d.compile(registry); err != nil {
		return e.fail(err)
	}
	if err := d.secrets.load(e, d.files); err != nil {
		return e.fail(err)
	}
	if d.secrets.ring == nil {
		return e.complain(errors.New("decrypt: say with which keys: --keys FILE"))
	}
	if d.embedKeys {
		return d.embed(e, registry)
	}
	d.save.made = true
	j, err := d.start(e, false)
	if err != nil {
		return e.fail(err)
	}
	defer j.close()
	sas := esp.New(0)
	out := &clearWriter{saver: d.save.saver, ethernet: d.link == "ethernet", onlyTunnel: d.onlyTunnel}
	config := pipeline.Config{Registry: registry, Watchers: []track.Watcher{sas, out}}
	d.secrets.stages(&config)
	result := j.run(config)
	if result.Write == nil {
		result.Write = out.err
	}
	status := j.end(result)
	out.tell(e)
	if err := tellShut(e, sas); err != nil {
		return e.fail(err)
	}
	if status == exitOK && out.shut > 0 && out.opened == 0 {
		return e.fail(errors.New("decrypt: no ESP packet could be opened"))
	}
	return status
}

// tellShut lists the SAs of which packets stayed shut.
func tellShut(e *env, sas *esp.Tracker) error {
	r := render.Report{Columns: []render.Column{
		{Title: "SPI", Key: "spi"}, {Title: "Source", Key: "src"}, {Title: "Destination", Key: "dst"},
		{Title: "Packets", Key: "packets"}, {Title: "Not opened", Key: "undecrypted"}, {Title: "Reason", Key: "reason"},
	}}
	for s := range sas.SAs() {
		if s.Shut > 0 {
			r.Rows = append(r.Rows, []any{fmt.Sprintf("0x%08x", s.SPI), s.Src.String(), s.Dst.String(), s.Packets, s.Shut, s.Reason.String()})
		}
	}
	if len(r.Rows) == 0 {
		return nil
	}
	return render.WriteReport(e.err, "table", r)
}
