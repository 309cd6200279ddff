package cli

import (
	"time"

	"pktscope/internal/sandbox"
)

// confine is called when inputs and outputs are open and no packet has been
// looked at: it gives up what the process does not need from here on.
func (r *reading) confine() error {
	_, _ = time.Now().Zone() // the time zone is a file too, read when it is first asked for
	policy := sandbox.Policy{User: r.user}
	if err := sandbox.Drop(policy); err != nil || r.noSandbox {
		return err
	}
	return sandbox.Enter(policy)
}
