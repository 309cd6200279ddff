package stp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/stp"
)

func newSTP() dissect.Message { return new(stp.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info string
}{
	{name: "configuration", info: `Conf. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "0000000001800102000000000100000013800102000000000280050100140002000f00"},
	{name: "acknowledgment", info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "0000000080800102000000000100000013800102000000000280050100140002000f00"},
	{name: "topology-change", info: `Topology Change Notification`,
		digits: "00000080"},
	{name: "rapid", info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "000002027e800102000000000100000013800102000000000280050100140002000f0000"},
	{name: "rapid-topology-change", info: `RST. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "000002023d800102000000000100000013800102000000000280050100140002000f0000"},
	{name: "pvst", info: `Conf. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "0000000001800102000000000100000013800102000000000280050100140002000f0000000000020001"},
	{name: "rapid-pvst", info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "000002027c800102000000000100000013800102000000000280050100140002000f00000000000204bd"},
	{name: "fractions", info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "0000000000800102000000000100000013800102000000000280050180148000000f40"},
	{name: "unknown-type", info: `Unknown BPDU type (119)`,
		digits: "0000007700800102000000000100000013800102000000000280050100140002000f00"},
	{name: "multiple", info: `MST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		digits: "000003027c800102000000000100000013800102000000000280050100140002000f0000005000726567696f6e0000000000000000000000000000000000000000000000000000000700000000000000000000000000000000000000008000020000000001147c800102000000000100000000808014"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		list = append(list, s)
	}
	return list
}

func TestSTP(t *testing.T) {
	dissecttest.Run(t, newSTP, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newSTP, s)
	}
}

func FuzzSTP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newSTP)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newSTP, s, messages[i].info)
	}
}
