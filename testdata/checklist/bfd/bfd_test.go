package bfd_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/bfd"
	"github.com/pktscope/pktscope/dissect/dissecttest"
)

func newBFD() dissect.Message { return new(bfd.Packet) }

var seeds = []dissecttest.Seed{
	{Name: "up", Bytes: dissecttest.Hex("20c00318 00000001 00000002 000f4240 000f4240 00000000")},
}

func TestBFD(t *testing.T) { dissecttest.Run(t, newBFD, seeds) }

func TestGolden(t *testing.T) { dissecttest.Golden(t, newBFD, seeds[0]) }
