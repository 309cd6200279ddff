package radius_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/radius"
)

func newRADIUS() dissect.Message { return new(radius.Packet) }

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "access-request", Info: `Access-Request id=5`,
		Bytes: dissecttest.Hex("01050026000102030405060708090a0b0c0d0e0f0106757365720406c0000201050600000007")},
	{Name: "access-accept", Info: `Access-Accept id=5`,
		Bytes: dissecttest.Hex("0205001400000000000000000000000000000000")},
	{Name: "accounting", Info: `Accounting-Request id=6`,
		Bytes: dissecttest.Hex("0406001400000000000000000000000000000000")},
	{Name: "disconnect", Info: `Disconnect-Request id=6`,
		Bytes: dissecttest.Hex("2806001400000000000000000000000000000000")},
}

func TestRADIUS(t *testing.T) {
	dissecttest.Run(t, newRADIUS, seeds)
	dissecttest.Golden(t, newRADIUS, seeds...)
}

func FuzzRADIUS(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newRADIUS)
}
