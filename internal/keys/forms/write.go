package forms

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"github.com/pktscope/pktscope/internal/keys"
)

// Written names the forms that Append writes.
func Written() []string { return []string{"esp_sa", "ikev1", "ikev2", "xfrm", "json"} }

// Append appends all keys of r in a form: rows of Wireshark's esp_sa,
// ikev1_decryption_table ("ikev1") or ikev2_decryption_table ("ikev2"), what ip
// xfrm state prints, or JSON, which holds everything. A record that a form cannot
// express is a Problem and left out. Derived ESP SAs are written once they were
// added.
func Append(b []byte, r *keys.Ring, form string) ([]byte, []*keys.Problem, error) {
	return writeForm(b, r, form, nil)
}

// Write writes what Append appends, bit by bit but for JSON: there may be many keys.
func Write(out io.Writer, r *keys.Ring, form string) ([]*keys.Problem, error) {
	b, left, err := writeForm(nil, r, form, out)
	if err == nil {
		_, err = out.Write(b)
	}
	return left, err
}

// writeForm is Append; what is made is written to out, if there is one, but for the rest that
// it returns.
func writeForm(b []byte, r *keys.Ring, form string, out io.Writer) ([]byte, []*keys.Problem, error) {
	w := &writer{b: b, out: out, seen: make(map[[2]uint64]struct{}), seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
	switch form {
	case "esp_sa":
		eachRow(w, r.ESPs(), w.espSA)
	case "ikev1":
		eachRow(w, r.IKEs(), w.ikev1)
	case "ikev2":
		eachRow(w, r.IKEs(), w.ikev2)
	case "xfrm":
		eachRow(w, r.ESPs(), w.xfrm)
	case "json":
		out, err := appendJSON(b, r)
		return out, nil, err
	default:
		return b, nil, fmt.Errorf("there is no form %q of keys; there are %s", form, strings.Join(Written(), ", "))
	}
	return w.b, w.left, w.err
}

// A writer gathers rows, and what could not become one.
type writer struct {
	b     []byte
	out   io.Writer              // nil: all stays in b
	err   error                  // of out
	seen  map[[2]uint64]struct{} // hashes of rows that are there
	seeds [2]maphash.Seed
	left  []*keys.Problem
}

// eachRow appends a row for each record, none twice: two ends' logs have the same
// keys.
func eachRow[T any](w *writer, records []T, row func(T)) {
	for _, x := range records {
		from := len(w.b)
		row(x)
		text := w.b[from:]
		k := [2]uint64{maphash.Bytes(w.seeds[0], text), maphash.Bytes(w.seeds[1], text)}
		if _, again := w.seen[k]; again {
			w.b = w.b[:from]
			continue
		}
		w.seen[k] = struct{}{}
		w.flush()
	}
}

// flush writes b once there is enough of it.
func (w *writer) flush() {
	const enough = 64 << 10
	if w.out == nil || len(w.b) < enough {
		return
	}
	if w.err == nil {
		_, w.err = w.out.Write(w.b)
	}
	w.b = w.b[:0]
}

// leave adds the problem of a record that is left out.
func (w *writer) leave(at keys.Place, sa, why string) {
	w.left = append(w.left, &keys.Problem{Place: at, SA: sa, Text: "left out: " + why})
}

// await leaves out a record of which a capture of the SA tells what is missing.
func (w *writer) await(at keys.Place, sa, why string) {
	w.leave(at, sa, why)
	w.left[len(w.left)-1].Capture = true
}

// str appends a text.
func (w *writer) str(s string) { w.b = append(w.b, s...) }

// hex appends bytes as digits.
func (w *writer) hex(key []byte) { w.b = hex.AppendEncode(w.b, key) }

// spi appends an SPI of IKE, or a cookie.
func (w *writer) spi(n uint64) { w.hex(binary.BigEndian.AppendUint64(nil, n)) }
