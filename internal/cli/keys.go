package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
)

// readKeys reads a key file: a text, or a pcapng file with secrets in it. What
// is wrong with its lines is told; a file without any key is an error.
func (s *secrets) readKeys(e *env, name string) (*keys.Set, error) {
	set := &keys.Set{}
	var err error
	if beginsAs(name, pcapngMagic) {
		if err = embedded(set, name, true); err == nil && set.Empty() && len(set.Problems) == 0 {
			err = fmt.Errorf("%s: a capture without ESP keys in it", name)
		}
	} else {
		set, err = keys.Read(name)
	}
	switch {
	case err != nil:
		return nil, err
	case set.Empty():
		return nil, problems(set)
	}
	s.tell(e, set)
	return set, nil
}

// tell warns of what is wrong with lines of key files.
func (s *secrets) tell(e *env, set *keys.Set) {
	for _, p := range set.Problems {
		fmt.Fprintf(e.err, "pktscope: %v\n", p)
		s.damaged = s.damaged || !p.Kept
	}
}

// problems are those of a set as one error.
func problems(set *keys.Set) error {
	var errs []error
	for _, p := range set.Problems {
		errs = append(errs, p)
	}
	return errors.Join(errs...)
}

// pcapngMagic is how a pcapng file begins.
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

// embeddedKeys are the secrets that stand before a capture's first packet,
// where editcap puts them. A capture that cannot be read twice, or not at all,
// has none; that is told when it is read.
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
			if x.Type == secretsESP {
				set.Add(keys.ParseSecrets(fmt.Sprintf("%s, secrets block %d", name, i+1), x.Data))
			}
		}
	}
	return nil
}
