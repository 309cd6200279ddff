package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
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
	f.StringVar(&k.to, "to", "", "write the keys in this `FORM`: "+strings.Join(forms.Written(), ", "))
	f.StringVar(&k.psk, "psk", "", "is this the pre-shared key `TEXT` of the capture's SAs?")
	declareFormat(f, &k.format, "`FORMAT` of the report: ")
	k.input.declareRun(f, &k.help)
}

// runKeys is "pktscope keys": what key files hold, what of it decrypts a capture,
// and the same keys in another form.
func runKeys(e *session.Env, args []string) int {
	var r keysFlags
	flags := newFlags("keys")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if r.help {
		return e.Print(help(e, "keys", keysUsage, flags))
	}
	o := &r.input.options
	o.Files = append(o.Files, flags.Args()...)
	if err := r.check(flags); err != nil {
		return e.Complain(err)
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
	status := session.ExitOK
	if r.input.given() {
		if v, status = tryKeys(e, plan); v == nil {
			return status
		}
	}
	const garbage = 30
	e.Answering(garbage)
	if err := r.answer(e, plan.Keys, v); err != nil && !session.ClosedPipe(err) {
		return e.Fail(err)
	}
	if status == session.ExitOK && plan.Damaged {
		return session.ExitInput
	}
	return status
}

// check reports what cannot be asked of keys.
func (k *keysFlags) check(flags *pflag.FlagSet) error {
	o := &k.input.options
	psk := flags.Changed("psk")
	k.to = strings.TrimSuffix(k.to, "_decryption_table") // as Wireshark's files are called
	switch {
	case len(o.KeyFiles) == 0 && !psk && len(o.Files) > 0:
		return fmt.Errorf("keys: %s is read as a capture; a key file is named with --keys, a pre-shared key with --psk", o.Files[0])
	case len(o.KeyFiles) == 0 && !psk:
		return errors.New("keys: name a key file with --keys, or a pre-shared key with --psk")
	case psk && k.to != "":
		return errors.New("keys: --psk asks whether a key is right, --to writes the keys of --keys: leave one out")
	case k.to != "" && !slices.Contains(forms.Written(), k.to):
		_, _, err := forms.Append(nil, keys.NewRing(), k.to)
		return err
	case k.to != "" && flags.Changed("format"):
		return errors.New("keys: --to writes keys, --format the report on them: leave one out")
	case !slices.Contains(render.ReportFormats, k.format):
		return render.WriteReport(io.Discard, k.format)
	}
	return nil
}

// answer is the keys in another form, or the table of what they decrypt.
func (k *keysFlags) answer(e *session.Env, ring *keys.Ring, v *verdicts) error {
	if k.to == "" {
		if k.format == "table" && ring.Empty() {
			return nil // what is wrong with the files was told, and titles alone tell nothing
		}
		return e.Folded(nil, func(w io.Writer) error { return render.WriteReport(w, k.format, keyReport(ring, v)) })
	}
	out := &started{Writer: e.Out}
	left, err := forms.Write(out, v.told(ring), k.to)
	for _, p := range left {
		fmt.Fprintf(e.Err, "pktscope: %v\n", p)
	}
	if v == nil && slices.ContainsFunc(left, func(p *keys.Problem) bool { return p.Capture }) {
		fmt.Fprintln(e.Err, "pktscope: keys: a capture of the SA tells what is missing: add -r CAPTURE")
	}
	if err == nil && len(left) == 0 && !out.yes {
		fmt.Fprintln(e.Err, "pktscope: keys: nothing to write: "+k.nothing(ring, v))
	}
	return err
}

// nothing says why no key is of the form that is wanted.
func (k *keysFlags) nothing(ring *keys.Ring, v *verdicts) string {
	of := map[string]string{"ikev1": "IKEv1", "ikev2": "IKEv2"}[k.to]
	switch {
	case of != "":
		return "no key is of " + of
	case len(ring.IKEs()) == 0:
		return "no key is of ESP"
	case v == nil:
		return "no key is of ESP; those of child SAs are derived with -r CAPTURE, as far as SK_d or SKEYID_d is known"
	}
	return "no key is of ESP, and none of a child SA could be derived"
}

// A started writer knows whether something was written.
type started struct {
	io.Writer
	yes bool
}

// Write implements io.Writer.
func (s *started) Write(b []byte) (int, error) {
	s.yes = s.yes || len(b) > 0
	return s.Writer.Write(b)
}

const keysUsage = `pktscope keys lists the keys of key files. It prints key bytes only with --to.

Usage:
  pktscope keys --keys FILE [--format FORMAT]
  pktscope keys --keys FILE -r CAPTURE            which of them decrypt the capture
  pktscope keys --keys FILE [-r CAPTURE] --to FORM
  pktscope keys --psk TEXT [--keys FILE] -r CAPTURE   which SAs have this pre-shared key

`

// A keyRecord is a row of the report: a key of any kind, and what captures tell of
// it.
type keyRecord struct {
	kind          string
	spi, src, dst any // nil where the kind has none
	transform     string
	place         keys.Place
	decrypts      any // a bool, nil without a capture
	reason        string
	holds         []string
}

var keyColumns = []render.Column[keyRecord]{
	{Title: "Kind", Key: "kind", Cell: func(k keyRecord) any { return k.kind }},
	{Title: "SPI", Key: "spi", Cell: func(k keyRecord) any { return k.spi }},
	{Title: "Source", Key: "src", Cell: func(k keyRecord) any { return k.src }},
	{Title: "Destination", Key: "dst", Cell: func(k keyRecord) any { return k.dst }},
	{Title: "Transform", Key: "transform", Cell: func(k keyRecord) any { return render.OrNil(k.transform) }},
	{Title: "From", Key: "source", Cell: func(k keyRecord) any { return k.place.String() }},
	{Title: "Decrypts", Key: "opens", Cell: func(k keyRecord) any { return k.decrypts }},
	{Title: "Reason", Key: "reason", Cell: func(k keyRecord) any { return render.OrNil(k.reason) }},
	{Title: "Holds", Key: "holds", Cell: func(k keyRecord) any { return k.holds }},
}

// keyReport lists what is in the ring. Its rows are made one by one: there may be many.
func keyReport(ring *keys.Ring, v *verdicts) render.Report {
	return render.Report{Table: render.Table[keyRecord]{Columns: keyColumns, Rows: func(yield func(keyRecord) bool) {
		row := func(key any, r keyRecord) bool {
			r.decrypts, r.reason = v.of(key)
			return yield(r)
		}
		for _, k := range ring.IKEs() {
			if !row(k, keyRecord{kind: "ike", spi: k.SPIs(), transform: k.Transform(), place: k.Place, holds: k.Holds()}) {
				return
			}
		}
		for _, s := range ring.ESPs() {
			if !v.guess(s) && !row(s, keyRecord{kind: "esp", spi: s.SPI.String(), src: s.Src.String(), dst: s.Dst.String(), transform: s.Transform(), place: s.Place, holds: s.Holds()}) {
				return
			}
		}
		for _, p := range ring.PSKs() {
			if !row(p, keyRecord{kind: "psk", place: p.Place, holds: []string{"pre-shared key"}}) {
				return
			}
		}
	}}}
}
