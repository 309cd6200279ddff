package longtail

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// First hop redundancy.
var firstHop = []protocol{
	{name: "glbp", short: "GLBP", label: "Gateway Load Balancing Protocol", min: 12, keys: udp(3222), info: glbpInfo},
}

func glbpInfo(b []byte, m *Message) []byte {
	return field.AppendUint(append(b, "G: "...), uint64(m.Data.u16(2)))
}
