package edp_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/cli"
)

// faultFields are of packets that the seeds are none of.
var faultFields = map[string]bool{"edp.bad_checksum": true, "edp.short_tlv": true}

// TestFields runs the seeds through tshark and through pktscope: all of Wireshark's
// fields are equal, with their lines, and no seed lacks one.
func TestFields(t *testing.T) {
	const (
		addresses = "\x00\xe0\x2b\x00\x00\x00\x02\x00\x5e\x10\x00\x01"
		snap      = "\xaa\xaa\x03\x00\xe0\x2b\x00\xbb"
	)
	var frames [][]byte
	for _, s := range seeds(t) {
		n := len(snap) + len(s.Bytes)
		frames = append(frames, slices.Concat([]byte(addresses), []byte{byte(n >> 8), byte(n)}, []byte(snap), s.Bytes))
	}
	for _, v := range dissecttest.TsharkFrames(t, cli.Main, "edp.", 1, frames...) {
		if faultFields[v.Name] {
			continue
		}
		if !v.Reached || !v.Equal || !v.Labels {
			t.Errorf("%s: in a seed: %v, equal: %v, with its lines: %v%s", v.Name, v.Reached, v.Equal, v.Labels, v.Difference)
		}
	}
}
