package session

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
)

// loadKeys reads the key files, and the secrets before the first packets of
// captures, into a ring: nil without keys. Problems of their lines are written to
// e.Err; damaged reports that not all lines of the files could be used, or that a file
// has no key. A file that cannot be read is an error.
func loadKeys(e *Env, o *Options) (ring *keys.Ring, damaged bool, err error) {
	var sets []*keys.Set
	add := func(set *keys.Set) {
		sets = append(sets, set)
		for _, p := range set.Problems {
			fmt.Fprintf(e.Err, "pktscope: %v\n", p)
			damaged = damaged || !p.Kept
		}
	}
	if err := o.oneReader(); err != nil {
		return nil, false, err
	}
	for _, name := range o.KeyFiles {
		set, err := e.readKeys(name)
		if err != nil {
			return nil, false, err
		}
		add(set)
	}
	for _, k := range o.KeyTexts {
		set, err := forms.Parse(k.Name, strings.NewReader(k.Text))
		if err != nil {
			return nil, false, err
		}
		add(set)
	}
	for _, name := range o.Files {
		if set := embeddedKeys(name); !set.Empty() || len(set.Problems) > 0 {
			add(set)
		}
	}
	if len(sets) > 0 || o.NullESP || len(o.Files) > 0 && !Seekable(o.Files) { // secrets of a stream are still to come
		ring = keys.NewRing(sets...)
	}
	if len(o.PSKs) > 0 {
		ring = withPSKs(ring, o.PSKs)
	}
	return ring, damaged, nil
}

// withPSKs is a ring with psks in place of all other pre-shared keys. ring may be
// nil.
func withPSKs(ring *keys.Ring, psks []crypt.Secret) *keys.Ring {
	set := &keys.Set{}
	for _, psk := range psks {
		set.PSK = append(set.PSK, &keys.PSK{Place: keys.Place{File: "--psk"}, Text: psk})
	}
	if ring != nil {
		for _, k := range ring.IKEs() {
			other := *k
			other.PSK = nil
			set.IKE = append(set.IKE, &other)
		}
		set.ESP = slices.Clone(ring.ESPs())
	}
	return keys.NewRing(set)
}

// stdinName is what options call standard input.
const stdinName = "-"

// oneReader keeps standard input from being read twice.
func (o *Options) oneReader() error {
	readers := 0
	for _, name := range slices.Concat(o.KeyFiles, o.Files) {
		if name == stdinName {
			readers++
		}
	}
	if readers > 1 && slices.Contains(o.KeyFiles, stdinName) {
		return &OptionError{errors.New("standard input can be read once: as keys or as a capture")}
	}
	return nil
}

// readKeys reads a key file: a text, or a pcapng file with secrets in it; "-" is
// standard input. The file is opened and read once, and may be a pipe.
func (e *Env) readKeys(name string) (*keys.Set, error) {
	in := e.In
	if name == stdinName {
		name = "standard input"
	} else {
		if st, err := os.Stat(name); err == nil && st.IsDir() {
			return forms.Read(name)
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, &capture.Error{File: name, Kind: capture.ErrRead, Err: withoutPath(err)}
		}
		defer f.Close()
		in = f
	}
	text := bufio.NewReader(in)
	if head, _ := text.Peek(len(pcapngMagic)); !bytes.Equal(head, pcapngMagic) {
		return forms.Parse(name, text)
	}
	return secretsOf(name, text)
}

// withoutPath is the reason of an error that names its file.
func withoutPath(err error) error {
	if path := new(fs.PathError); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// pcapngMagic is the type of the first block of a pcapng file.
var pcapngMagic = []byte{0x0a, 0x0d, 0x0d, 0x0a}

// secretsOf returns all secrets of a capture that is named as a key file.
func secretsOf(name string, in io.Reader) (*keys.Set, error) {
	set := &keys.Set{}
	r, err := capture.NewReader(name, in)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if addSecrets(set, name, r, true); set.Empty() && len(set.Problems) == 0 {
		set.Problems = append(set.Problems, &keys.Problem{Place: keys.Place{File: name}, Text: "a capture without ESP keys in it"})
	}
	return set, nil
}

// embeddedKeys returns the secrets before a capture's first packet, where editcap puts
// them. A capture that cannot be read twice has none; one that cannot be read at all
// is reported by the run.
func embeddedKeys(name string) *keys.Set {
	set := &keys.Set{}
	if st, err := os.Stat(name); err != nil || !st.Mode().IsRegular() {
		return set
	}
	if r, err := capture.Open(name, capture.Options{}); err == nil {
		defer r.Close()
		addSecrets(set, name, r, false)
	}
	return set
}

// addSecrets adds the secrets of a capture to set that stand before its first packet,
// or all.
func addSecrets(set *keys.Set, name string, in *capture.Reader, all bool) {
	var p capture.Packet
	for err := in.Next(&p); err == nil && all; err = in.Next(&p) {
	}
	for i, x := range in.Meta().Secrets {
		if x.Type == SecretsESP {
			set.Add(forms.ParseSecrets(fmt.Sprintf("%s, secrets block %d", name, i+1), x.Data))
		}
	}
}
