// Package all lists every protocol that pktscope knows. It is the only
// package that does: a new protocol is one package and one line here.
package all

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
)

// Bindings lists where each protocol is found, the most frequent protocols first: only so
// many can be told from each other at a glance (dissect.ProtoSet).
func Bindings() []dissect.Binding {
	return slices.Concat(inetLayers(), discovery(), ipsec(), web(), names(), linkLayers(), tunnels(), campus(), longTail())
}
