package ikefrag

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A model is the fragments of one message, each number once.
type model struct {
	parts map[byte][]byte
	last  byte
}

// add returns the whole message, once all of its parts up to the last are there and
// none behind it.
func (m *model) add(number, last byte, part []byte) (whole []byte) {
	if number == 0 {
		return nil
	}
	if _, again := m.parts[number]; !again {
		m.parts[number] = part
	}
	if last&1 != 0 && m.last == 0 {
		m.last = number
	}
	if m.last == 0 || len(m.parts) != int(m.last) {
		return nil
	}
	var list [][]byte
	for n := byte(1); n <= m.last && n > 0; n++ {
		part, ok := m.parts[n]
		if !ok {
			return nil
		}
		list = append(list, part)
	}
	return slices.Concat(list...)
}

// FuzzTracker compares what is put together with a second reading of the same fragments.
func FuzzTracker(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x20abcdefgh\x00\x02\x01\x05hello"))
	f.Add([]byte("\x00\x02\x01\x03xyz\x10\x01\x00\x02ab\x00\x02\x00\x03zzz\x00\x01\x00\x04abcd"))
	bench := newBench(f)
	f.Fuzz(func(t *testing.T, input []byte) {
		bench.track, bench.number = New(), 0
		models := map[byte]*model{}
		whole := uint64(0)
		for c := labtest.NewChoices(input); c.Left() && bench.number < maxParts; {
			who, number, last := c.Byte()&0x33, c.Byte(), c.Byte()&1
			part := bytes.Clone(c.Bytes(1 + int(c.Byte()%64)))
			if len(part) == 0 {
				break
			}
			if models[who] == nil {
				models[who] = &model{parts: map[byte][]byte{}}
			}
			want := models[who].add(number, last, part)
			m := bench.fragment(1+who>>4, uint16(who&3), number, last, part)
			if want != nil {
				whole++
				delete(models, who)
			}
			if bench.track.Whole != whole || want != nil && !bytes.Equal(m.Facts.Whole.Bytes, want) {
				t.Fatalf("%q is put together, want %q", m.Facts.Whole.Bytes, want)
			}
		}
	})
}
