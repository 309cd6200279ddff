package session

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
)

// block is a pcapng block, little-endian.
func block(typ uint32, body ...[]byte) []byte {
	b := slices.Concat(body...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return slices.Concat(u32(typ, uint32(len(b)+12)), b, u32(uint32(len(b)+12)))
}

func u32(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// Secrets of type 0x45535053 hold rows of esp_sa: those before the first packet
// are used when the capture is read, all of them when it is named as a key file.
func TestEmbeddedKeys(t *testing.T) {
	row := func(spi string) []byte {
		text := `"IPv4","*","*","` + spi + `","AES-CBC [RFC3602]","0x000102030405060708090a0b0c0d0e0f","NULL","","32-bit","0"` + "\n"
		return block(10, u32(0x45535053, uint32(len(text))), []byte(text))
	}
	packet := block(6, u32(0, 0, 0, 4, 4), []byte{0x45, 0, 0, 0})
	file := slices.Concat(
		block(0x0a0d0d0a, u32(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)), block(1, u32(101, 0)),
		row("1"), block(10, u32(0x544c534b, 3), []byte("TLS")), row("x"), packet, row("3"), packet,
	)
	name := filepath.Join(t.TempDir(), "x.pcapng")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	spis := func(s *keys.Set) (list []string) {
		for _, e := range s.ESP {
			list = append(list, e.SPI.String())
		}
		return list
	}
	s := embeddedKeys(name)
	if got := spis(s); !slices.Equal(got, []string{"0x00000001"}) {
		t.Errorf("before the first packet: %q", got)
	}
	if len(s.Problems) != 1 || !strings.HasPrefix(s.Problems[0].Error(), name+", secrets block 3:1: SPI: want") {
		t.Errorf("%v", s.Problems)
	}
	s, err := (&Env{}).readKeys(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := spis(s); !slices.Equal(got, []string{"0x00000001", "0x00000003"}) {
		t.Errorf("in all: %q", got)
	}
	if s := embeddedKeys("-"); !s.Empty() {
		t.Error("keys on standard input")
	}
}
