package radius_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/radius"
)

func newRADIUS() dissect.Message { return new(radius.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info string
}{
	{name: "access-request", info: `Access-Request id=5`,
		digits: "01050026000102030405060708090a0b0c0d0e0f0106757365720406c0000201050600000007"},
	{name: "access-accept", info: `Access-Accept id=5`,
		digits: "0205001400000000000000000000000000000000"},
	{name: "accounting", info: `Accounting-Request id=6`,
		digits: "0406001400000000000000000000000000000000"},
	{name: "disconnect", info: `Disconnect-Request id=6`,
		digits: "2806001400000000000000000000000000000000"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		list = append(list, s)
	}
	return list
}

func TestRADIUS(t *testing.T) {
	dissecttest.Run(t, newRADIUS, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newRADIUS, s)
	}
}

func FuzzRADIUS(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newRADIUS)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newRADIUS, s, messages[i].info)
	}
}
