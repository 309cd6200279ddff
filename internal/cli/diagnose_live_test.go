//go:build linux && cgo

package cli

import (
	"strings"
	"syscall"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
)

// Findings are told as they arise, from inside the sandbox, and decide on the status.
func TestLiveDiagnosis(t *testing.T) {
	w := newWire(t)
	p := w.capturing("diagnose", "-i", "va", "--fail-on", "error")
	for _, frame := range labtest.Copies(t, "../../fixtures/pcaps/05-ikev1-phase1-no-proposal.pcap") {
		w.put(frame.Data)
	}
	if line := p.row(); !strings.HasPrefix(line, "error: ") {
		t.Errorf("%q", line)
	}
	if line := p.row(); !strings.Contains(line, "ike.proposal") {
		t.Errorf("%q", line)
	}
	p.signal(syscall.SIGINT)
	out, _ := p.ends(session.ExitFindings)
	if strings.Contains(out, "error: ") {
		t.Errorf("what was told is told again: %s", out)
	}
}
