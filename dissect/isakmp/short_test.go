package isakmp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

// A payload, or a notification, that is shorter than its type says lies within what
// stands for it in the tree, whatever its type is.
func TestShortPayloads(t *testing.T) {
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
	env := field.Env{SrcPort: 500, DstPort: 500}
	check := func(version, exchange byte, parts ...part) {
		t.Helper()
		b := message(version, exchange, 0x08, 0, parts...)
		dissecttest.Compare(t, newISAKMP, b, len(b), env)
	}
	for typ := range byte(64) {
		for n := range 40 {
			check(0x10, 5, payload(typ, seq(n)))
			check(0x20, 37, payload(typ, seq(n)))
			check(0x20, 37, payload(typ, seq(n)), payload(43, seq(4)))
		}
	}
	types := []uint16{1, 4, 5, 7, 9, 11, 14, 17, 24, 34, 35, 44, 8192, 41041, 41101, 41134}
	for typ := range uint16(64) {
		types = append(types, 16384+typ, 24576+typ, 36136+typ, 40960+typ)
	}
	for _, typ := range types {
		for n := range 20 {
			check(0x10, 5, notify(1, typ, "", seq(n)))
			check(0x10, 5, notify(1, typ, "0123456789abcdef", seq(n)))
			check(0x20, 37, notify(0, typ, "", seq(n)))
			check(0x20, 37, notify(0, typ, "", seq(n)), payload(43, seq(4)))
		}
	}
}
