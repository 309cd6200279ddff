package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/longtail"
)

func longTail() []dissect.Binding { return longtail.Bindings() }

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{(*longtail.Message)(nil)}
	_ = []dissect.Endpoints{(*longtail.Message)(nil)}
	_ = []dissect.Pathed{(*longtail.Message)(nil)}
	_ = []dissect.Silent{(*longtail.Message)(nil)}
	_ = []dissect.Titled{(*longtail.Message)(nil)}
	_ = []dissect.Yielding{(*longtail.Message)(nil)}
)
