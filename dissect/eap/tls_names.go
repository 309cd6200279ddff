package eap

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/tls"
)

func alertLevel(v uint64) string { return cmp.Or(tls.LevelName(v), "Unknown") }

func alertName(v uint64) string { return cmp.Or(tls.AlertName(v), "Unknown") }
