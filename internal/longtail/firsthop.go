package longtail

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// First hop redundancy.
var firstHop = []protocol{
	{name: "glbp", short: "GLBP", label: "Gateway Load Balancing Protocol", min: 12, keys: udp(glbpPort), is: isGLBP, info: glbpInfo},
}

const glbpPort = 3222

// isGLBP wants both ports: routers speak it among themselves.
func isGLBP(m *Message) bool { return m.SrcPort == glbpPort && m.DstPort == glbpPort }

func glbpInfo(b []byte, m *Message) []byte {
	return field.AppendUint(append(b, "G: "...), uint64(m.Data.u16(2)))
}
