package session

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
)

// loadKeys reads the key files, and the secrets before the first packets of
// captures, into a ring: nil without keys. damaged reports that not all lines of
// the files could be used; their problems are written to e.Err. A file without any
// key is an error.
func loadKeys(e *Env, o *Options) (ring *keys.Ring, damaged bool, err error) {
	var sets []*keys.Set
	add := func(set *keys.Set) {
		sets = append(sets, set)
		for _, p := range set.Problems {
			fmt.Fprintf(e.Err, "pktscope: %v\n", p)
			damaged = damaged || !p.Kept
		}
	}
	for _, name := range o.KeyFiles {
		set, err := readKeys(name)
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

// readKeys reads a key file: a text, or a pcapng file with secrets in it.
func readKeys(name string) (*keys.Set, error) {
	set := &keys.Set{}
	var err error
	if beginsAs(name, pcapngMagic) {
		if err = embedded(set, name, true); err == nil && set.Empty() && len(set.Problems) == 0 {
			err = fmt.Errorf("%s: a capture without ESP keys in it", name)
		}
	} else {
		set, err = forms.Read(name)
	}
	switch {
	case err != nil:
		return nil, err
	case set.Empty():
		return nil, problems(set)
	}
	return set, nil
}

// problems returns the problems of a set as one error.
func problems(set *keys.Set) error {
	var errs []error
	for _, p := range set.Problems {
		errs = append(errs, p)
	}
	return errors.Join(errs...)
}

// pcapngMagic is the type of the first block of a pcapng file.
var pcapngMagic = []byte{0x0a, 0x0d, 0x0d, 0x0a}

func beginsAs(name string, magic []byte) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(magic))
	_, _ = f.Read(head)
	return bytes.Equal(head, magic)
}

// embeddedKeys returns the secrets before a capture's first packet, where editcap puts
// them. A capture that cannot be read twice has none; one that cannot be read at all
// is reported by the run.
func embeddedKeys(name string) *keys.Set {
	set := &keys.Set{}
	if st, err := os.Stat(name); err != nil || !st.Mode().IsRegular() {
		return set
	}
	_ = embedded(set, name, false)
	return set
}

// embedded adds the secrets of a capture to set, those before its first packet
// or all.
func embedded(set *keys.Set, name string, all bool) error {
	in, err := capture.OpenSequence([]string{name}, capture.Options{})
	if err != nil {
		return err
	}
	defer in.Close()
	var p capture.Packet
	for err = in.Next(&p); err == nil && all; err = in.Next(&p) {
	}
	for _, meta := range in.Metas() {
		for i, x := range meta.Secrets {
			if x.Type == SecretsESP {
				set.Add(forms.ParseSecrets(fmt.Sprintf("%s, secrets block %d", name, i+1), x.Data))
			}
		}
	}
	return nil
}
