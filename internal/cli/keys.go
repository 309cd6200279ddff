package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// keysFlags are the flags of "pktscope keys".
type keysFlags struct {
	input  inputFlags
	help   bool
	to     string
	psk    string
	format string
}

func (k *keysFlags) declare(f *pflag.FlagSet) {
	k.input.declare(f)
	f.StringVar(&k.to, "to", "", "write the keys in this `FORM`: "+keys.Forms())
	f.StringVar(&k.psk, "psk", "", "is this the pre-shared key `TEXT` of the capture's SAs?")
	declareFormat(f, &k.format, "in this `FORMAT`: ")
	k.input.declareRun(f, &k.help)
}

// runKeys is "pktscope keys": what key files hold, what of it decrypts a capture,
// and the same keys in another form.
func runKeys(e *session.Env, args []string) int {
	var r keysFlags
	flags := newFlags("keys")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, err)
	}
	if r.help {
		return e.Print(keysUsage + flags.FlagUsages())
	}
	o := &r.input.options
	o.Files = append(o.Files, flags.Args()...)
	if len(o.KeyFiles) == 0 && !flags.Changed("psk") {
		return e.Complain(errors.New("keys: name a key file with --keys, or a pre-shared key with --psk"))
	}
	if r.input.given() {
		if err := r.input.check(flags); err != nil {
			return e.Complain(err)
		}
	}
	if flags.Changed("psk") {
		return r.checkPSK(e)
	}
	plan, err := session.Prepare(e, *o)
	if err != nil {
		return e.Reject(err)
	}
	var v *verdicts
	if r.input.given() {
		var status int
		if v, status = tryKeys(e, plan); status != session.ExitOK {
			return status
		}
	}
	b, err := r.answer(e.Err, plan.Keys, v)
	if err != nil {
		return e.Complain(err)
	}
	if status := e.Print(string(b)); status != session.ExitOK {
		return status
	}
	if plan.Damaged {
		return session.ExitInput
	}
	return session.ExitOK
}

// answer is the keys in another form, or the table of what they decrypt.
func (k *keysFlags) answer(warn io.Writer, ring *keys.Ring, v *verdicts) ([]byte, error) {
	if k.to != "" {
		return convert(warn, ring, k.to)
	}
	var out bytes.Buffer
	err := render.WriteReport(&out, k.format, keyReport(ring, v))
	return out.Bytes(), err
}

const keysUsage = `pktscope keys lists the keys of key files. It prints the key bytes with --to only.

Usage:
  pktscope keys --keys FILE [--format FORMAT]
  pktscope keys --keys FILE -r CAPTURE            which of them decrypt the capture
  pktscope keys --keys FILE [-r CAPTURE] --to FORM
  pktscope keys --psk TEXT [--keys FILE] -r CAPTURE   which SAs have this pre-shared key

Options:
`

// convert is what is in the ring in another form. What the form has no words
// for is written to warn.
func convert(warn io.Writer, ring *keys.Ring, form string) ([]byte, error) {
	b, left, err := ring.AppendForm(nil, form)
	for _, p := range left {
		fmt.Fprintf(warn, "pktscope: %v\n", p)
	}
	return b, err
}

// keyReport lists what is in the ring.
func keyReport(ring *keys.Ring, v *verdicts) render.Report {
	report := render.Report{Columns: []render.Column{
		{Title: "Kind", Key: "kind"}, {Title: "SPI", Key: "spi"}, {Title: "Source", Key: "src"}, {Title: "Destination", Key: "dst"},
		{Title: "Transform", Key: "transform"}, {Title: "From", Key: "source"}, {Title: "Opens", Key: "opens"}, {Title: "Reason", Key: "reason"},
		{Title: "Holds", Key: "holds"},
	}}
	add := func(record any, kind string, cells ...any) {
		row := append([]any{kind}, cells[:5]...)
		opens, reason := v.of(record)
		report.Rows = append(report.Rows, append(row, opens, render.OrNil(reason), cells[5]))
	}
	for _, k := range ring.IKEs() {
		add(k, "ike", k.SPIs(), nil, nil, render.OrNil(k.Transform()), k.Place.String(), k.Holds())
	}
	for _, s := range ring.ESPs() {
		add(s, "esp", s.SPI.String(), s.Src.String(), s.Dst.String(), render.OrNil(s.Transform()), s.Place.String(), s.Holds())
	}
	for _, p := range ring.PSKs() {
		add(p, "psk", nil, nil, nil, nil, p.Place.String(), []string{"pre-shared key"})
	}
	return report
}
