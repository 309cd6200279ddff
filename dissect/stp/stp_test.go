package stp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/stp"
)

func newSTP() dissect.Message { return new(stp.Packet) }

// perVLAN is where PVST+ is found.
var perVLAN = field.Env{Key: field.SNAPKey(0x00000c, 0x010b)}

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "configuration", Info: `Conf. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("0000000001800102000000000100000013800102000000000280050100140002000f00")},
	{Name: "acknowledgment", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("0000000080800102000000000100000013800102000000000280050100140002000f00")},
	{Name: "topology-change", Info: `Topology Change Notification`,
		Bytes: dissecttest.Hex("00000080")},
	{Name: "rapid", Info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("000002027e800102000000000100000013800102000000000280050100140002000f0000")},
	{Name: "rapid-topology-change", Info: `RST. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("000002023d800102000000000100000013800102000000000280050100140002000f0000")},
	{Name: "pvst", Info: `Conf. TC + Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("0000000001800102000000000100000013800102000000000280050100140002000f0000000000020001"), Env: perVLAN},
	{Name: "rapid-pvst", Info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("000002027c800102000000000100000013800102000000000280050100140002000f00000000000204bd"), Env: perVLAN},
	{Name: "fractions", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("0000000000800102000000000100000013800102000000000280050180148000000f40")},
	{Name: "unknown-type", Info: `Unknown BPDU type (119)`,
		Bytes: dissecttest.Hex("0000007700800102000000000100000013800102000000000280050100140002000f00")},
	{Name: "multiple", Info: `MST. Root = 32768/1/02:00:00:00:00:01  Cost = 19  Port = 0x8005`,
		Bytes: dissecttest.Hex("000003027c800102000000000100000013800102000000000280050100140002000f0000005000726567696f6e0000000000000000000000000000000000000000000000000000000700000000000000000000000000000000000000008000020000000001147c800102000000000100000000808014")},
	{Name: "pvst-none", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("0000000000800102000000000100000004800102000000000280020100140002000f00"), Env: perVLAN},
	{Name: "pvst-length", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("0000000000800102000000000100000004800102000000000280020100140002000f000000000003000a0b"), Env: perVLAN},
	{Name: "pvst-cut", Info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("000002023c800102000000000100000004800102000000000280020100140002000f00000007000900000002000a"), Env: perVLAN},
	{Name: "pvst-unknown", Info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("000002023c800102000000000100000004800102000000000280020100140002000f000000000002000a00070002abcd"), Env: perVLAN},
	{Name: "padding", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("0000000000800102000000000100000004800102000000000280020100140002000f000000000002000a")},
	{Name: "shortest-path", Info: `SPT. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("000004023c800102000000000100000004800102000000000280020100140002000f00000000")},
	{Name: "unknown-version", Info: `RST. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("000005023c800102000000000100000004800102000000000280020100140002000f0000")},
	{Name: "unknown-protocol", Info: `Conf. Root = 32768/1/02:00:00:00:00:01  Cost = 4  Port = 0x8002`,
		Bytes: dissecttest.Hex("0080000000800102000000000100000004800102000000000280020100140002000f00")},
}

func TestSTP(t *testing.T) {
	dissecttest.Run(t, newSTP, seeds)
	dissecttest.Golden(t, newSTP, seeds...)
}

func FuzzSTP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newSTP)
}
