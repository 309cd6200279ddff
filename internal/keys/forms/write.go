package forms

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
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
	w := &writer{b: b, seen: make(map[string]bool)}
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
	return w.b, w.left, nil
}

// A writer gathers rows, and what could not become one.
type writer struct {
	b    []byte
	seen map[string]bool // rows that are there
	left []*keys.Problem
}

// eachRow appends a row for each record, none twice: two ends' logs have the same
// keys.
func eachRow[T any](w *writer, records []T, row func(T)) {
	for _, x := range records {
		from := len(w.b)
		row(x)
		if text := string(w.b[from:]); w.seen[text] {
			w.b = w.b[:from]
		} else {
			w.seen[text] = true
		}
	}
}

// leave adds the problem of a record that is left out.
func (w *writer) leave(at keys.Place, sa, why string) {
	w.left = append(w.left, &keys.Problem{Place: at, SA: sa, Text: "left out: " + why})
}

// str appends a text.
func (w *writer) str(s string) { w.b = append(w.b, s...) }

// hex appends bytes as digits.
func (w *writer) hex(key []byte) { w.b = hex.AppendEncode(w.b, key) }

// spi appends an SPI of IKE, or a cookie.
func (w *writer) spi(n uint64) { w.hex(binary.BigEndian.AppendUint64(nil, n)) }
