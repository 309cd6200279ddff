package tftp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tftp"
)

func newTFTP() dissect.Message { return new(tftp.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info string
}{
	{name: "read", info: `Read Request, File: SEP001122334455.cnf.xml, Transfer type: octet`,
		digits: "00015345503030313132323333343435352e636e662e786d6c006f6374657400"},
	{name: "write", info: `Write Request, File: a.bin, Transfer type: netascii, blksize=1428, tsize=0`,
		digits: "0002612e62696e006e6574617363696900626c6b73697a650031343238007473697a65003000"},
	{name: "data", info: `Data Packet, Block: 1`,
		digits: "000300017878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"},
	{name: "last", info: `Data Packet, Block: 2 (last)`,
		digits: "0003000278787878787878787878"},
	{name: "acknowledgement", info: `Acknowledgement, Block: 1`,
		digits: "00040001"},
	{name: "error", info: `Error Code, Code: File not found, Message: File not found`,
		digits: "0005000146696c65206e6f7420666f756e6400"},
	{name: "options", info: `Option Acknowledgement, blksize=1428`,
		digits: "0006626c6b73697a65003134323800"},
	{name: "unknown-error", info: `Error Code, Code: Unknown (9), Message: `,
		digits: "0005000900"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		list = append(list, s)
	}
	return list
}

func TestTFTP(t *testing.T) {
	dissecttest.Run(t, newTFTP, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newTFTP, s)
	}
}

func FuzzTFTP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newTFTP)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		var p tftp.Packet
		d := field.Decoder{Env: s.Env}
		d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
		if err := p.Decode(&d); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if got, want := string(p.AppendSummary(nil, nil)), messages[i].info; got != want {
			t.Errorf("%s: %q, want %q", s.Name, got, want)
		}
	}
}
