package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// decryptFlags are the flags of "pktscope decrypt".
type decryptFlags struct {
	input      inputFlags
	link       string
	onlyTunnel bool
	embedKeys  bool
	help       bool
}

const decryptUsage = `pktscope decrypt writes the inner packets of ESP as a capture.

Usage:
  pktscope decrypt -r CAPTURE -w FILE --keys FILE
  pktscope decrypt -r CAPTURE -w FILE --keys FILE --embed-keys    the capture unchanged, with the keys of its SAs in it

`

func (d *decryptFlags) declare(f *pflag.FlagSet) {
	d.input.declare(f)
	save := &d.input.options.Save
	f.StringVarP(&save.Name, "write", "w", "", "save the packets in this `FILE`, '-' is standard output")
	f.StringVarP(&save.Format, "write-format", "F", "pcapng", "`FORMAT`: pcapng, with comments that name the SPI and the frame, pcap or nsecpcap")
	f.StringVar(&d.link, "link", "raw", "`LINK` type, raw: IP packets; ethernet: with the outer addresses")
	f.BoolVar(&d.embedKeys, "embed-keys", false, "save the capture unchanged, with the ESP keys that decrypt it as decryption secrets")
	f.BoolVar(&d.onlyTunnel, "only-tunnel", false, "leave out packets that were not inside ESP")
	d.input.declareRun(f, &d.help)
}

// runDecrypt is "pktscope decrypt": captures in, the same out without ESP.
func runDecrypt(e *session.Env, args []string) int {
	var d decryptFlags
	flags := newFlags("decrypt")
	d.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if d.help {
		return e.Print(help(e, "decrypt", decryptUsage, flags))
	}
	d.input.options.Files = append(d.input.options.Files, flags.Args()...)
	if err := d.check(flags); err != nil {
		return e.Complain(err)
	}
	return d.run(e)
}

// check returns an error for contradictory flags.
func (d *decryptFlags) check(f *pflag.FlagSet) error {
	save := &d.input.options.Save
	if err := checkFormat(save); err != nil {
		return err
	}
	switch {
	case save.Name == "":
		return errors.New("decrypt: name an output file with -w FILE")
	case d.link != "raw" && d.link != "ethernet":
		return fmt.Errorf("--link %q: want raw or ethernet", d.link)
	case d.embedKeys && (f.Changed("link") || d.onlyTunnel):
		return errors.New("--embed-keys saves the capture unchanged: it cannot be combined with --link and --only-tunnel")
	case d.embedKeys && save.Format != "pcapng":
		return errors.New("--embed-keys needs -F pcapng: pcap has no place for keys")
	}
	return d.input.check(f)
}

// run reads the captures and writes what is inside, or the captures with their
// keys.
func (d *decryptFlags) run(e *session.Env) int {
	o := d.input.options
	o.Save.Application, o.Save.Packets = application, session.ByOthers
	if d.embedKeys {
		o.Save.Packets = session.WithKeys
	}
	plan, err := session.Prepare(e, o)
	switch {
	case err != nil:
		return e.Reject(err)
	case plan.Keys == nil:
		return e.Complain(errors.New("decrypt: name a key file with --keys FILE"))
	case d.embedKeys && !session.Seekable(o.Files):
		return e.Complain(errors.New("--embed-keys reads a capture twice: name files"))
	}
	s, err := plan.Start(e)
	if err != nil {
		return e.Fail(err)
	}
	defer s.Close()
	if d.embedKeys {
		return embedKeys(e, plan, s)
	}
	return d.decrypt(e, s)
}

// decrypt writes what is inside of ESP.
func (d *decryptFlags) decrypt(e *session.Env, s *session.Session) int {
	sas := esp.New(0)
	out := &decryptWriter{saver: s.Saver(), ethernet: d.link == "ethernet", onlyTunnel: d.onlyTunnel}
	config := s.Config()
	config.Watchers = []track.Watcher{sas, out}
	result := s.Run(config)
	if result.Write == nil {
		result.Write = out.err
	}
	status := s.End(result)
	out.report(e.Err)
	if err := reportEncrypted(e.Err, sas); err != nil {
		return e.Fail(err)
	}
	if status == session.ExitOK && out.encrypted > 0 && out.decrypted+out.dummies == 0 {
		return e.Fail(errors.New("decrypt: no ESP packet could be decrypted"))
	}
	return status
}

// reportEncrypted lists the SAs of which packets could not be decrypted.
func reportEncrypted(w io.Writer, sas *esp.Tracker) error {
	var left []*esp.SA
	for s := range sas.SAs() {
		if s.NotDecrypted > 0 {
			left = append(left, s)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return render.WriteReport(w, "table", render.Report{Table: render.Table[*esp.SA]{Columns: undecryptedColumns, Rows: slices.Values(left)}})
}

// undecryptedColumns are the columns of SAs with packets that could not be decrypted.
var undecryptedColumns = []render.Column[*esp.SA]{
	{Title: "SPI", Key: "spi", Cell: func(s *esp.SA) any { return ios.HexSPI(s.SPI) }},
	{Title: "Source", Key: "src", Cell: func(s *esp.SA) any { return s.Src.String() }},
	{Title: "Destination", Key: "dst", Cell: func(s *esp.SA) any { return s.Dst.String() }},
	{Title: "Packets", Key: "packets", Cell: func(s *esp.SA) any { return s.Packets }},
	{Title: "Not decrypted", Key: "undecrypted", Cell: func(s *esp.SA) any { return s.NotDecrypted }},
	{Title: "Reason", Key: "reason", Cell: func(s *esp.SA) any { return s.Reason.String() }},
}
