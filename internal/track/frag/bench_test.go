package frag_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/track/frag"
)

// Datagrams in two fragments, and a flood of first ones that stay alone.
func BenchmarkFragments(b *testing.B) {
	for _, flood := range []bool{false, true} {
		b.Run(map[bool]string{false: "whole", true: "flood"}[flood], func(b *testing.B) {
			x := newBench(b, frag.Limits{})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				x.ip4(ip4(17, uint16(i), 0, true, whole[:24]))
				if !flood {
					x.ip4(ip4(17, uint16(i), 24, false, whole[24:]))
				}
			}
		})
	}
}
