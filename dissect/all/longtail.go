package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/longtail"
)

func longTail() []dissect.Binding { return longtail.Bindings() }
