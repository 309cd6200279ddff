package eap_test

import (
	"encoding/binary"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/eap"
	"github.com/pktscope/pktscope/internal/cli"
)

// inIKE is an IKE_AUTH message in the clear with an EAP payload, in a raw IPv4 packet.
func inIKE(b []byte) []byte {
	be := binary.BigEndian
	ike := append([]byte("initiateresponde"), 48, 0x20, 35, 0x20, 0, 0, 0, 1)
	ike = be.AppendUint32(ike, uint32(28+4+len(b)))
	ike = append(ike, 0, 0)
	ike = append(be.AppendUint16(ike, uint16(4+len(b))), b...)
	p := []byte{0x45, 0, 0, 0, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 1, 0xf4, 1, 0xf4}
	p = be.AppendUint16(p, uint16(8+len(ike)))
	p = append(append(p, 0, 0), ike...)
	be.PutUint16(p[2:], uint16(len(p)))
	return p
}

// TestFields runs the seeds through tshark and through pktscope: what we have of
// Wireshark's fields is equal wherever it occurs.
func TestFields(t *testing.T) {
	var frames [][]byte
	for _, s := range seeds {
		frames = append(frames, inIKE(s.Bytes))
	}
	own := map[string]bool{}
	for _, f := range eap.Proto.Fields {
		own[f.Name] = true
	}
	reached := 0
	for _, v := range dissecttest.TsharkFrames(t, cli.Main, "eap.", 101, frames...) {
		if !own[v.Name] || !v.Reached || v.Name == "eap.desired_type" { // tshark shows the first of several
			continue
		}
		reached++
		if !v.Equal || !v.Labels {
			t.Errorf("%s: equal: %v, with its lines: %v%s", v.Name, v.Equal, v.Labels, v.Difference)
		}
	}
	t.Logf("%d of our %d fields are reached", reached, len(own))
}
