package diagnose_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A clock is the time of the last packet.
type clock struct{ at time.Time }

// Watch implements track.Watcher.
func (c *clock) Watch(p *dissect.Packet) {
	if p.Time.After(c.at) {
		c.at = p.Time
	}
}

// diagnosed are the findings on a capture, with the keys of files, which are separated by
// spaces, or, with "", without.
func diagnosed(t *testing.T, capture, keys string, o diagnose.Options) []diagnose.Finding {
	t.Helper()
	s, at := watched(t, capture, keys)
	return s.Findings(at, o)
}

// watched is what trackers learn from a capture, and the time of its last packet.
func watched(t *testing.T, capture, keys string) (*diagnose.Sources, time.Time) {
	t.Helper()
	options := session.Options{Files: []string{capture}, Merge: true, FollowIKE: true, Sandbox: session.SandboxOff}
	options.KeyFiles = strings.Fields(keys)
	var out, problems bytes.Buffer
	env := &session.Env{Out: &out, Err: &problems}
	plan, err := session.Prepare(env, options)
	if err != nil {
		t.Fatal(err)
	}
	s := &diagnose.Sources{
		IKE: plan.IKE, Fragments: plan.Fragments, ESP: esp.New(0), ICMP: icmperror.New(), CDP: cdp.New(0), NAT: nat.New(nat.Limits{Translations: 1 << 10, Flows: 1 << 10}),
	}
	run, err := plan.Start(env)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	now := new(clock)
	config := run.Config()
	config.Watchers = append(s.Watchers(), now)
	if result := run.Run(config); result.Read != nil || result.Write != nil {
		t.Fatal(result, problems.String())
	}
	return s, now.at
}
