package events

import (
	"slices"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// The events of findings.
const (
	failedIKE        = "ike.failed"
	failedChild      = "ipsec.failed"
	findingNew       = "finding.new"
	findingChanged   = "finding.changed"
	findingWithdrawn = "finding.withdrawn"
)

// eventOf is the event that tells a finding first, "" if none does: nothing is said of attempts
// to make an IKE SA that failed, where a later one succeeded.
func (f *findings) eventOf(x *diagnose.Finding) string {
	switch failed := failureOf(x); {
	case failed != "" && x.Severity == diagnose.Error:
		return failed
	case !slices.ContainsFunc(x.Symptoms, f.failedAttempt):
		return findingNew
	}
	return ""
}

// failedAttempt reports whether s is an IKE SA that failed before it was up. One that was up, and
// whose peer was lost, took a tunnel down, whatever came up later.
func (f *findings) failedAttempt(s diagnose.Symptom) bool {
	spi, ok := s.Of.(ike.SPI)
	if !ok || s.Kind != diagnose.Failed {
		return false
	}
	sa := f.Sources.IKE.Begun(spi)
	return sa != nil && sa.Failure.Failed() && sa.Ready.IsZero()
}

// childRules are about children that are refused, also where the refusal is not decrypted
// and no child is known to have failed.
var childRules = []string{"ipsec.proposal", "ipsec.selectors", "ipsec.mode", "ipsec.pfs"}

// failureOf is the event of a failure, "" if a finding is not about an SA that failed.
func failureOf(x *diagnose.Finding) string {
	if slices.Contains(childRules, x.Rule) {
		return failedChild
	}
	i := slices.IndexFunc(x.Symptoms, func(s diagnose.Symptom) bool { return s.Kind == diagnose.Failed })
	if i < 0 {
		return ""
	}
	if _, child := x.Symptoms[i].Of.(*ike.Child); child {
		return failedChild
	}
	return failedIKE
}

// said reports whether the peers have said that an SA failed which a finding is about.
func (f *findings) said(x *diagnose.Finding) bool {
	return slices.ContainsFunc(x.Symptoms, func(s diagnose.Symptom) bool {
		switch of := s.Of.(type) {
		case ike.SPI:
			sa := f.Sources.IKE.Begun(of)
			return s.Kind == diagnose.Failed && sa != nil && sa.Failure.Said()
		case *ike.Child:
			return of.Failure.Said()
		}
		return false
	})
}
