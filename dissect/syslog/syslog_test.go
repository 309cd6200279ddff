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
var messages = []struct {
	name, digits, info string
}{
	{name: "ios", info: `LOCAL7.NOTICE: 29: *Mar  1 18:48:50.483 UTC: %SYS-5-CONFIG_I: Configured from console by vty2 (10.34.195.36)`,
		digits: "3c3138393e32393a202a4d61722020312031383a34383a35302e343833205554433a20255359532d352d434f4e4649475f493a20436f6e666967757265642066726f6d20636f6e736f6c652062792076747932202831302e33342e3139352e333629"},
	{name: "rfc-5424", info: `AUTH.CRIT: 1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - failed`,
		digits: "3c33343e3120323030332d31302d31315432323a31343a31352e3030335a206d796d616368696e652e6578616d706c652e636f6d207375202d2049443437202d206661696c6564"},
	{name: "no-priority", info: `no priority`,
		digits: "6e6f207072696f72697479"},
	{name: "unknown-facility", info: `UNKNOWN.DEBUG: x`,
		digits: "3c3939393e78"},
	{name: "control", info: `LOCAL7.DEBUG: a\nb\000`,
		digits: "3c3139313e610a6200"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		list = append(list, s)
	}
	return list
}

func TestSyslog(t *testing.T) {
	dissecttest.Run(t, newSyslog, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newSyslog, s)
	}
}

func FuzzSyslog(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newSyslog)
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

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newSyslog, s, messages[i].info)
	}
}
