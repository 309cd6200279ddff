//go:build !linux

package capture

// A packetSocket is Linux's.
type packetSocket struct{}

func newPacketSocket(int, string, bool) *packetSocket { return nil }

func (*packetSocket) look() (presence, uint64) { return unknown, 0 }
func (*packetSocket) close()                   {}
