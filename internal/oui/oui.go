// Package oui names the blocks of EUI-48 addresses that IEEE has assigned: MA-L of 24
// bits, MA-M of 28, MA-S of 36, and of old IAB of 36. The table is embedded in a form
// that is searched as it is. IEEE asserts no copyright in the registry.
package oui

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:generate go run ./generate /usr/share/ieee-data /usr/share/doc/ieee-data

// blocks is the table that package generate makes of IEEE's registry as Debian's package
// ieee-data has it: see Layout.
//
//go:embed blocks.bin
var blocks string

// Layout of a table. Numbers are big-endian. Behind the date are the numbers of names and
// of blocks of each kind, 4 bytes each; then the place of each name among the texts, and
// of their end, 3 bytes each; the blocks of each kind in ascending order, each its
// address and the number of its name, 2 bytes; the texts. A text is the short name, a
// separator, and the name in the registry.
const (
	dateSize  = len("2006-01-02")
	countSize = 4
	placeSize = 3
	indexSize = 2
	maxNames  = 1 << (8 * indexSize)
	separator = "\t"
)

// kinds are the sizes of blocks. A block of 24 bits without a name is IEEE's own, which it
// divides: its parts have names.
var kinds = [...]struct{ bits, bytes int }{{24, 3}, {28, 4}, {36, 5}}

// A Table names addresses.
type Table struct {
	date   string
	places string
	of     [len(kinds)]string // the blocks of each kind
	texts  string
}

// Embedded is IEEE's registry.
func Embedded() *Table { return read(blocks) }

func read(s string) *Table {
	t := &Table{date: s[:dateSize]}
	s = s[dateSize:]
	var counts [1 + len(kinds)]int
	for i := range counts {
		counts[i] = number(s[:countSize])
		s = s[countSize:]
	}
	cut := func(size int) (part string) { part, s = s[:size], s[size:]; return part }
	t.places = cut((counts[0] + 1) * placeSize)
	for i, k := range kinds {
		t.of[i] = cut(counts[1+i] * (k.bytes + indexSize))
	}
	t.texts = s
	return t
}

func number(s string) (n int) {
	for i := range len(s) {
		n = n<<8 | int(s[i])
	}
	return n
}

// Date is when the registry was as it is here.
func (t *Table) Date() string { return t.date }

// Len is how many blocks there are.
func (t *Table) Len() (n int) {
	for i, k := range kinds {
		n += len(t.of[i]) / (k.bytes + indexSize)
	}
	return n
}

// Name returns the name of an address as Wireshark forms it: a short name of whose it is,
// and what is behind the block's bits, "Cisco_ab:cd:ef". It is "" for addresses of no
// block.
func (t *Table) Name(a [6]byte) string {
	text, bits := t.block(a)
	if short, _, _ := strings.Cut(text, separator); short != "" {
		return short + "_" + rest(a, bits)
	}
	return ""
}

// Organisation returns the name of whose an address is, as the registry has it: "Cisco
// Systems, Inc". It is "" for addresses of no block.
func (t *Table) Organisation(a [6]byte) string {
	text, _ := t.block(a)
	_, name, _ := strings.Cut(text, separator)
	return name
}

// block returns the text of the block that has the address, and the block's size.
func (t *Table) block(a [6]byte) (text string, bits int) {
	for i, k := range kinds {
		text, found := t.find(i, a)
		if text != "" {
			return text, k.bits
		}
		if i == 0 && !found {
			return "", 0
		}
	}
	return "", 0
}

// find returns the text of the block of a kind that has the address.
func (t *Table) find(kind int, a [6]byte) (text string, found bool) {
	k := kinds[kind]
	want := 0
	for _, c := range a[:k.bytes] {
		want = want<<8 | int(c)
	}
	if k.bits%8 != 0 {
		want &^= 0xf
	}
	list, size := t.of[kind], k.bytes+indexSize
	i, end := 0, len(list)/size
	for i < end { // a binary search: each address of each packet is sought
		middle := (i + end) / 2
		at := list[middle*size:]
		if number(at[:k.bytes]) < want {
			i = middle + 1
		} else {
			end = middle
		}
	}
	if i == len(list)/size || number(list[i*size:i*size+k.bytes]) != want {
		return "", false
	}
	n := number(list[i*size+k.bytes : (i+1)*size])
	place := func(i int) int { return number(t.places[i*placeSize : (i+1)*placeSize]) }
	return t.texts[place(n):place(n+1)], true
}

// rest is what an address has behind so many bits: "ab:cd:ef", "b:cd:ef".
func rest(a [6]byte, bits int) string {
	var b strings.Builder
	i := bits / 8
	if bits%8 != 0 {
		b.WriteString(strconv.FormatUint(uint64(a[i]&0xf), 16) + ":")
		i++
	}
	for ; i < len(a); i++ {
		const digits = "0123456789abcdef"
		b.WriteByte(digits[a[i]>>4])
		b.WriteByte(digits[a[i]&0xf])
		if i < len(a)-1 {
			b.WriteByte(':')
		}
	}
	return b.String()
}
