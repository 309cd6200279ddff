// Package all lists every protocol that pktscope knows. It is the only
// package that does: a new protocol is one package and one line here.
package all

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
)

// Bindings lists where each protocol is found.
func Bindings() []dissect.Binding {
	return slices.Concat(linkLayers(), inetLayers(), tunnels(), discovery(), ipsec(), web(), names(), campus(), longTail())
}
