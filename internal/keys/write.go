package keys

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Written names the forms that Append writes.
func Written() []string { return []string{"esp_sa", "ikev1", "ikev2", "xfrm", "json"} }

// Append appends all keys of r in a form: rows of Wireshark's esp_sa,
// ikev1_decryption_table ("ikev1") or ikev2_decryption_table ("ikev2"), what ip
// xfrm state prints, or JSON, which holds everything. A record that a form cannot
// express is a Problem and left out. Derived ESP SAs are written once they were
// added.
func Append(b []byte, r *Ring, form string) ([]byte, []*Problem, error) {
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
	left []*Problem
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
func (w *writer) leave(at Place, sa, why string) {
	w.left = append(w.left, &Problem{Place: at, SA: sa, Text: "left out: " + why})
}

// str appends a text.
func (w *writer) str(s string) { w.b = append(w.b, s...) }

// hex appends bytes as digits.
func (w *writer) hex(key []byte) { w.b = hex.AppendEncode(w.b, key) }

// spi appends an SPI of IKE, or a cookie.
func (w *writer) spi(n uint64) { w.hex(binary.BigEndian.AppendUint64(nil, n)) }

// AppendESPSA appends e as a row of Wireshark's esp_sa and a line's end. All ten
// columns are written if e has ESN, or if whole is set: Wireshark wants them so
// in a pcapng file's secrets. ok is false where Wireshark has no name for e's
// algorithms.
func AppendESPSA(b []byte, e *ESP, whole bool) (row []byte, ok bool) {
	encr, ok1 := espSAEncrName(e.Encr)
	integ, ok2 := espSAIntegName(e.Integ)
	if !ok1 || !ok2 || !e.Keyed() {
		return b, false
	}
	w := &writer{b: b}
	for _, family := range families(e) {
		w.str(`"` + family + `","`)
		w.b = e.Src.AppendTo(w.b)
		w.str(`","`)
		w.b = e.Dst.AppendTo(w.b)
		w.str(`","`)
		w.b = e.SPI.AppendTo(w.b)
		w.str(`","` + encr + `","`)
		w.key(e.Key)
		w.str(`","` + integ + `","`)
		w.key(e.IntegKey)
		w.str(`"`)
		if e.ESN || whole {
			w.esn(e)
		}
		w.str("\n")
	}
	return w.b, true
}

// families are the columns that name the protocol: both, for an SA between any
// addresses.
func families(e *ESP) []string {
	for _, a := range [...]Addr{e.Src, e.Dst} {
		switch a.BitLen() {
		case 32:
			return []string{"IPv4"}
		case 128:
			return []string{"IPv6"}
		}
	}
	return []string{"IPv4", "IPv6"}
}

func (w *writer) key(key []byte) {
	if len(key) > 0 {
		w.str("0x")
		w.hex(key)
	}
}

func (w *writer) esn(e *ESP) {
	bits := "32-bit"
	if e.ESN {
		bits = "64-bit"
	}
	w.b = fmt.Appendf(w.b, `,"%s","%08x"`, bits, e.SeqHigh)
}

func (w *writer) espSA(e *ESP) {
	var ok bool
	if w.b, ok = AppendESPSA(w.b, e, false); ok {
		return
	}
	if !e.Keyed() {
		w.leave(e.Place, e.Name(), "its keys are still to be derived")
		return
	}
	w.leave(e.Place, e.Name(), "Wireshark has no name for "+algorithms(e))
}

// algorithms names the algorithms in messages.
func algorithms(e *ESP) string {
	if e.Encr.AEAD() || e.Integ == ipsec.IntegNone {
		return e.Encr.String()
	}
	return e.Encr.String() + " and " + e.Integ.String()
}

func (w *writer) ikev1(k *IKE) {
	if k.Version != 1 {
		return
	}
	k = k.Expanded()
	switch {
	case k.InitiatorSPI == 0:
		w.leave(k.Place, k.Name(), "its initiator's cookie is not known")
	case len(k.Ka) == 0:
		w.leave(k.Place, k.Name(), "the key of its cipher is not known")
	default:
		w.spi(k.InitiatorSPI)
		w.str(",")
		w.hex(k.Ka)
		w.str("\n")
	}
}

func (w *writer) ikev2(k *IKE) {
	if k.Version != 2 {
		return
	}
	k = k.Expanded()
	encr, ok1 := ikev2EncrName(k.Encr, k.KeyBits)
	integ, ok2 := ikev2IntegName(k.Integ)
	switch {
	case k.InitiatorSPI == 0 || k.ResponderSPI == 0:
		w.leave(k.Place, k.Name(), "its SPIs are not known")
	case k.Encr == 0:
		w.leave(k.Place, k.Name(), "its algorithms are not known")
	case len(k.SKei)+len(k.SKer) == 0 && k.Encr != ipsec.EncrNull:
		w.leave(k.Place, k.Name(), "SK_ei and SK_er are not known")
	case !ok1 || !ok2:
		w.leave(k.Place, k.Name(), "Wireshark has no name for "+k.Encr.String()+" and "+k.Integ.String())
	default:
		w.spi(k.InitiatorSPI)
		w.str(",")
		w.spi(k.ResponderSPI)
		w.column(k.SKei)
		w.column(k.SKer)
		w.str(`,"` + encr + `"`)
		w.column(k.SKai)
		w.column(k.SKar)
		w.str(`,"` + integ + `"` + "\n")
	}
}

// column appends a column of digits. Wireshark wants quotes around none.
func (w *writer) column(key []byte) {
	w.str(",")
	if len(key) == 0 {
		w.str(`""`)
	}
	w.hex(key)
}
