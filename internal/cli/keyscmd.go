package cli

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/render"
)

// keysFlags are the flags of "pktscope keys".
type keysFlags struct {
	reading
	to     string
	psk    string
	format string
}

func (k *keysFlags) declare(f *pflag.FlagSet) {
	k.declareInput(f)
	f.StringVar(&k.to, "to", "", "write the keys in this `FORM`: "+keys.Forms())
	f.StringVar(&k.psk, "psk", "", "is this the pre-shared key `TEXT` of the capture's SAs?")
	declareFormat(f, &k.format, "in this `FORMAT`: ")
	k.declareRun(f)
}

// runKeys is "pktscope keys": what key files hold, what of it opens a capture,
// and the same keys in another form.
func runKeys(e *env, args []string) int {
	var r keysFlags
	flags := newFlags("keys")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	if r.help {
		return e.print(keysUsage + flags.FlagUsages())
	}
	r.files = append(r.files, flags.Args()...)
	if len(r.secrets.files) == 0 && !flags.Changed("psk") {
		return e.complain(errors.New("keys: name a key file with --keys, or a pre-shared key with --psk"))
	}
	if len(r.files)+len(r.live.ifaces) > 0 {
		if err := r.checkInput(flags); err != nil {
			return e.complain(err)
		}
	}
	if err := r.secrets.load(e, r.files); err != nil {
		return e.fail(err)
	}
	if flags.Changed("psk") {
		return r.checkPSK(e, r.psk, r.format)
	}
	told, status := r.tryKeys(e)
	if status != exitOK {
		return status
	}
	var b []byte
	var err error
	if r.to != "" {
		b, err = e.convert(r.secrets.ring, r.to)
	} else {
		var out bytes.Buffer
		err = render.WriteReport(&out, r.format, keyReport(r.secrets.ring, told))
		b = out.Bytes()
	}
	if err != nil {
		return e.complain(err)
	}
	if status := e.print(string(b)); status != exitOK {
		return status
	}
	if r.secrets.damaged {
		return exitInput
	}
	return exitOK
}

const keysUsage = `pktscope keys says what key files hold, never the keys themselves unless --to asks for them.

Usage:
  pktscope keys --keys FILE [--format FORMAT]
  pktscope keys --keys FILE -r CAPTURE            what the keys open of the capture
  pktscope keys --keys FILE [-r CAPTURE] --to FORM
  pktscope keys --psk TEXT [--keys FILE] -r CAPTURE   whose pre-shared key it is

Options:
`

// convert is what is in the ring in another form. What the form has no words
// for is told.
func (e *env) convert(ring *keys.Ring, form string) ([]byte, error) {
	b, left, err := ring.AppendForm(nil, form)
	for _, p := range left {
		fmt.Fprintf(e.err, "pktscope: %v\n", p)
	}
	return b, err
}

// keyReport lists what is in the ring.
func keyReport(ring *keys.Ring, told *verdicts) render.Report {
	report := render.Report{Columns: []render.Column{
		{Title: "Kind", Key: "kind"}, {Title: "SPI", Key: "spi"}, {Title: "Source", Key: "src"}, {Title: "Destination", Key: "dst"},
		{Title: "Transform", Key: "transform"}, {Title: "From", Key: "source"}, {Title: "Opens", Key: "opens"}, {Title: "Reason", Key: "reason"},
		{Title: "Holds", Key: "holds"},
	}}
	add := func(record any, kind string, cells ...any) {
		row := append([]any{kind}, cells[:5]...)
		opens, reason := told.of(record)
		report.Rows = append(report.Rows, append(row, opens, orNil(reason), cells[5]))
	}
	for _, k := range ring.IKEs() {
		add(k, "ike", k.SPIs(), nil, nil, orNil(k.Transform()), k.Place.String(), k.Holds())
	}
	for _, s := range ring.ESPs() {
		add(s, "esp", s.SPI.String(), s.Src.String(), s.Dst.String(), orNil(s.Transform()), s.Place.String(), s.Holds())
	}
	for _, p := range ring.PSKs() {
		add(p, "psk", nil, nil, nil, nil, p.Place.String(), []string{"pre-shared key"})
	}
	return report
}
