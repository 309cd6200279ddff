package capture

import "net/netip"

// A Device is an interface that can be captured on.
type Device struct {
	Number      int // from 1; what stands for the name on the command line
	Name        string
	Description string
	Addresses   []netip.Prefix
	Loopback    bool
	Up          bool
	Running     bool
	Wireless    bool
	Connection  Connection
}

// A Connection is the link state of a Device: plugged in or associated.
type Connection uint8

// As libpcap has them.
const (
	ConnectionUnknown Connection = iota
	Connected
	Disconnected
	ConnectionMeaningless
)

// State returns the device's state in words, as tcpdump has them.
func (d *Device) State() []string {
	var s []string
	add := func(is bool, word string) {
		if is {
			s = append(s, word)
		}
	}
	add(d.Up, "up")
	add(d.Running, "running")
	add(d.Loopback, "loopback")
	add(d.Wireless, "wireless")
	add(d.Connection == Connected, "connected")
	add(d.Connection == Disconnected, "disconnected")
	return s
}

// A LinkName is a link type as libpcap names it.
type LinkName struct{ Name, Description string }
