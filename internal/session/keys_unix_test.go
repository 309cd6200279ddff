//go:build unix

package session

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
)

// Key files that cannot be read twice: a FIFO, the pipe of a process substitution,
// standard input. A pcapng file with secrets in it may come that way, too.
func TestKeysFromPipes(t *testing.T) {
	const row = `"IPv4","*","*","0x0b34389d","AES-CBC [RFC3602]","0x000102030405060708090a0b0c0d0e0f","NULL",""` + "\n"
	secrets := string(slices.Concat(
		block(0x0a0d0d0a, u32(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)), block(1, u32(101, 0)), block(10, u32(SecretsESP, uint32(len(row))), []byte(row)),
	))
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{
		{"a row", row},
		{"JSON", `{"esp": [{"spi": "0x0b34389d", "encr": "aes-cbc", "encr_key": "000102030405060708090a0b0c0d0e0f"}]}`},
		{"a long log", strings.Repeat("Nov 28 22:00:01 gw charon: 11[NET] received packet\n", 20000) + row},
		{"pcapng", secrets},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := func(s *keys.Set, err error) {
				t.Helper()
				if err != nil || len(s.Problems) > 0 || len(s.ESP) != 1 || s.ESP[0].SPI != keys.SPIOf(0x0b34389d) {
					t.Errorf("%v %v %v", s, s.Problems, err)
				}
			}
			feed := func(w *os.File) {
				_, _ = w.WriteString(c.text)
				_ = w.Close()
			}
			go func() {
				if w, err := os.OpenFile(fifo, os.O_WRONLY, 0); err == nil {
					feed(w)
				}
			}()
			check((&Env{}).readKeys(fifo))

			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			go feed(w)
			check((&Env{In: r}).readKeys("-"))
		})
	}
}
