package link_test

import (
	"testing"

	"pktscope/dissect"
	"pktscope/dissect/dissecttest"
	"pktscope/dissect/link"
)

func newEthernet() dissect.Message { return new(link.Ethernet) }

var ethernetSeeds = []dissecttest.Seed{
	{Name: "ethernet II", Bytes: []byte("\xff\xff\xff\xff\xff\xff\x00\x19\x06\xea\xb8\x80\x08\x00payload")},
	{Name: "802.3", Bytes: []byte("\x01\x00\x0c\xcc\xcc\xcc\x00\x19\x06\xea\xb8\x80\x00\x03abc")},
}

func TestEthernet(t *testing.T) { dissecttest.Run(t, newEthernet, ethernetSeeds) }

func FuzzLink(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: ethernetSeeds}, newEthernet)
}
