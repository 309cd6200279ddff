package inet_test

import (
	"testing"

	"pktscope/dissect/dissecttest"
)

func FuzzInternet(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: ip4Seeds, 1: arpSeeds}, newIPv4, newARP)
}
