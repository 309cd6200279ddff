package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"pktscope/internal/capture"
	"pktscope/internal/keys"
)

// keyFlags are the flags that name keys.
type keyFlags struct {
	files   []string
	ring    *keys.Ring // what is in the files and the captures; nil before load
	damaged bool       // not all lines could be used
}

func (k *keyFlags) declare(f *pflag.FlagSet) {
	f.StringArrayVar(&k.files, "keys", nil, "keys for IKE and ESP from `FILE`, whatever its form")
}

// load reads the key files, and the secrets that captures bring along. It has
// to be called while files can still be opened. What is wrong with lines is
// told; a file without any key is an error.
func (k *keyFlags) load(e *env, captures []string) error {
	var sets []*keys.Set
	for _, name := range k.files {
		set, err := readKeys(name)
		if err != nil {
			return err
		}
		if set.Empty() {
			return problems(set)
		}
		k.tell(e, set)
		sets = append(sets, set)
	}
	for _, name := range captures {
		set := embeddedKeys(name)
		k.tell(e, set)
		sets = append(sets, set)
	}
	k.ring = keys.NewRing(sets...)
	return nil
}

// tell warns of what is wrong with lines of key files.
func (k *keyFlags) tell(e *env, set *keys.Set) {
	for _, p := range set.Problems {
		fmt.Fprintf(e.err, "pktscope: %v\n", p)
		k.damaged = k.damaged || !p.Kept
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

// readKeys reads a key file: a text, or a pcapng file with secrets in it.
func readKeys(name string) (*keys.Set, error) {
	if !beginsAs(name, pcapngMagic) {
		return keys.Read(name)
	}
	set := &keys.Set{}
	err := embedded(set, name, true)
	if err == nil && set.Empty() && len(set.Problems) == 0 {
		err = fmt.Errorf("%s: a capture without ESP keys in it", name)
	}
	return set, err
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

// espSecrets is the type of decryption secrets blocks that hold rows of esp_sa.
const espSecrets = 0x45535053 // "ESPS"

// embedded adds the secrets of a capture to set, those before its first packet or
// all.
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
		for i, s := range meta.Secrets {
			if s.Type == espSecrets {
				set.Add(keys.ParseSecrets(fmt.Sprintf("%s, secrets block %d", name, i+1), s.Data))
			}
		}
	}
	return nil
}
