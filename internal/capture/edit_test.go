package capture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
)

// blocks are those of a pcapng file in little-endian order, which ends with the last.
func blocks(file []byte) (parts []labtest.Part) {
	for len(file) >= 12 {
		n := int(binary.LittleEndian.Uint32(file[4:]))
		if n < 12 || n > len(file) {
			break
		}
		parts = append(parts, labtest.Part{Type: binary.LittleEndian.Uint32(file), Body: file[8 : n-4]})
		file = file[n:]
	}
	return parts
}

// file is the reverse of blocks. A body is padded to 32 bits; a length that is wrong is
// so at both of its places.
func file(parts []labtest.Part) (b []byte) {
	for _, p := range parts {
		body := append([]byte(nil), p.Body...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		n := uint32(12 + len(body) + p.Wrong)
		b = binary.LittleEndian.AppendUint32(b, p.Type)
		b = append(binary.LittleEndian.AppendUint32(b, n), body...)
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

// FuzzEdited edits the blocks of real pcapng files: packets are numbered, lie within the
// file, and what is wrong is told with its place.
func FuzzEdited(f *testing.F) {
	var files [][]labtest.Part
	for _, name := range []string{"45-custom-blocks.pcapng", "42-fdp-edp.pcapng", "44-journal.pcapng", "01-ikev1-main-seed.pcapng"} {
		b, err := os.ReadFile("../../fixtures/pcaps/" + name)
		if err != nil {
			f.Fatal(err)
		}
		parts := blocks(b)
		files = append(files, parts[:min(len(parts), 24)])
	}
	for i := range files {
		f.Add([]byte{byte(i)})
		f.Add([]byte{byte(i), 4, 1, 2, 3, 0, 0, 6, 1, 2, 2, 4, 4, 4, 3, 1, 9})
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		c := labtest.NewChoices(input)
		data := file(c.EditParts(files[c.Below(len(files))]))
		in, err := capture.NewReader("x", bytes.NewReader(data))
		var wrong *capture.Error
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Offset < 0 || wrong.Error() == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		defer in.Close()
		var p capture.Packet
		for n := uint64(1); ; n++ {
			switch err := in.Next(&p); {
			case err == io.EOF:
				return
			case err != nil:
				if !errors.As(err, &wrong) || wrong.Offset < 0 || wrong.Error() == "" {
					t.Fatalf("%#v", err)
				}
				return
			}
			if p.Number != n || p.Iface == nil || len(p.Data) > len(data) || p.WireLen < 0 {
				t.Fatalf("packet %d: %+v", n, p)
			}
			_ = p.Iface.Label()
		}
	})
}
