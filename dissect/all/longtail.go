package all

import (
	"pktscope/dissect"
	"pktscope/internal/longtail"
)

func longTail() []dissect.Binding { return longtail.Bindings() }
