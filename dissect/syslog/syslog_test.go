package syslog_test

import (
	"errors"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/syslog"
)

func newSyslog() dissect.Message { return new(syslog.Packet) }

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "ios", Info: `LOCAL7.NOTICE: 29: *Mar  1 18:48:50.483 UTC: %SYS-5-CONFIG_I: Configured from console by vty2 (10.34.195.36)`,
		Bytes: dissecttest.Hex("3c3138393e32393a202a4d61722020312031383a34383a35302e343833205554433a20255359532d352d434f4e4649475f493a20436f6e666967757265642066726f6d20636f6e736f6c652062792076747932202831302e33342e3139352e333629")},
	{Name: "rfc-5424", Info: `AUTH.CRIT: 1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - failed`,
		Bytes: dissecttest.Hex("3c33343e3120323030332d31302d31315432323a31343a31352e3030335a206d796d616368696e652e6578616d706c652e636f6d207375202d2049443437202d206661696c6564")},
	{Name: "no-priority", Info: `no priority`,
		Bytes: dissecttest.Hex("6e6f207072696f72697479")},
	{Name: "unknown-facility", Info: `UNKNOWN.DEBUG: x`,
		Bytes: dissecttest.Hex("3c3939393e78")},
	{Name: "control", Info: `LOCAL7.DEBUG: a\nb\000`,
		Bytes: dissecttest.Hex("3c3139313e610a6200")},
}

func TestSyslog(t *testing.T) {
	dissecttest.Run(t, newSyslog, seeds)
	dissecttest.Golden(t, newSyslog, seeds...)
}

func FuzzSyslog(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newSyslog)
}

// A message that ends within the priority is malformed, and has no line: tshark 4.6.9.
func TestMalformed(t *testing.T) {
	var p syslog.Packet
	if err := field.Decode(&p, []byte("<5"), nil); !errors.Is(err, field.ErrMalformed) {
		t.Errorf("%v, want ErrMalformed", err)
	}
	if got := p.AppendSummary(nil, nil); len(got) > 0 {
		t.Errorf("%q, want nothing", got)
	}
}
