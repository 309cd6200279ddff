package forms

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/crypt"
)

// corpus is a folder of captures and key files of others, which tests read
// where it is.
func corpus(t *testing.T) string {
	dir := os.Getenv("PKTSCOPE_CORPUS")
	if dir == "" {
		t.Skip("no PKTSCOPE_CORPUS")
	}
	return dir
}

// Every row of the corpus with which tshark opened a capture is read, and is the
// one record that it should be.
func TestCorpusRows(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(corpus(t), "keys.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(b)) {
		row := strings.Split(line, "\t")
		if row[0] == "file" {
			continue
		}
		rows++
		s := load(t, row[2])
		esp, ike := 0, 1
		if row[1] == "esp_sa" {
			esp, ike = 1, 0
		}
		if len(s.ESP) != esp || len(s.IKE) != ike {
			t.Errorf("%s %s: %d ESP and %d IKE SAs, want %d and %d", row[0], row[1], len(s.ESP), len(s.IKE), esp, ike)
		}
	}
	if rows != 105 {
		t.Errorf("%d rows, want 105", rows)
	}
}

// Key files of others load as they are.
func TestCorpusFiles(t *testing.T) {
	dir := corpus(t)
	const archive = "ajbanjara+Wireshark/uploads/21afad41e961b83b9e74cf1fd500a9be/ipsec_esp.tgz/"
	for name, want := range map[string][2]int{ // ESP and IKE SAs
		"the-tcpdump-group+tcpdump/tests/esp-secrets.txt":      {3, 0},
		"the-tcpdump-group+tcpdump/tests/ikev2pI2-secrets.txt": {0, 1},
		archive + "ipsec_esp_capture_1/esp_sa":                 {24, 0},
		archive + "ipsec_esp_capture_3/esp_sa":                 {3, 0},
	} {
		s := read(t, filepath.Join(dir, name))
		if len(s.ESP) != want[0] || len(s.IKE) != want[1] {
			t.Errorf("%s: %d ESP and %d IKE SAs, want %v", name, len(s.ESP), len(s.IKE), want)
		}
	}
	s := read(t, filepath.Join(dir, "the-tcpdump-group+tcpdump/tests/ikev2pI2-secrets.txt"))
	k := s.IKE[0]
	same(t, []crypt.Secret{k.SKei, k.SKer, k.SKai, k.SKar}, []crypt.Secret{
		bin("3f44bf47cafd8150591deb088199fcbf"), bin("bedb67ec7dc3d00cccac42e70cd63bde"),
		bin("4ea8e662b07cdd430f6944c6723e4b82d5722418"), bin("515b0bd22e6d76b34fdb760aa7bfad80b109b75d"),
	})
}

// Nothing in the corpus that is no key file passes for one.
func TestCorpusIsNoKeys(t *testing.T) {
	dir := corpus(t)
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(filepath.Base(name), "esp_sa") || strings.Contains(name, "secrets.txt") || strings.HasSuffix(name, ".tsv") {
			return err
		}
		s, err := Read(name)
		if err != nil {
			return err
		}
		if !s.Empty() && !strings.HasSuffix(name, "ipsec.conf") {
			t.Errorf("%s: %d IKE and %d ESP SAs", name, len(s.IKE), len(s.ESP))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
