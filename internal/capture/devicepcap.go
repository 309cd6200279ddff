//go:build cgo && !windows

package capture

import (
	"net"
	"net/netip"
	"strconv"
)

// libpcap's flags of a device.
const (
	flagLoopback   = 1 << 0
	flagUp         = 1 << 1
	flagRunning    = 1 << 2
	flagWireless   = 1 << 3
	connectionMask = 3
	connectionBits = 4
)

// Devices lists the interfaces that can be captured on, in libpcap's order.
func Devices() ([]Device, error) {
	all, err := findAll()
	if err != nil {
		return nil, err
	}
	var out []Device
	for i, f := range all {
		out = append(out, Device{
			Number: i + 1, Name: f.name, Description: f.description, Addresses: f.addresses,
			Loopback: f.flags&flagLoopback != 0, Up: f.flags&flagUp != 0,
			Running: f.flags&flagRunning != 0, Wireless: f.flags&flagWireless != 0,
			Connection: Connection(f.flags >> connectionBits & connectionMask),
		})
	}
	return out, nil
}

func prefix(ip []byte, mask net.IPMask) (netip.Prefix, bool) {
	a, ok := netip.AddrFromSlice(ip)
	if !ok {
		return netip.Prefix{}, false
	}
	ones, bits := mask.Size()
	if bits == 0 {
		ones = a.BitLen()
	}
	return netip.PrefixFrom(a, ones), true
}

// findDevice finds an interface by its name, or else by its number. A name
// that is not in the list may still be one that libpcap opens.
func findDevice(name string) (Device, error) {
	all, err := Devices()
	if err != nil {
		return Device{}, &Error{File: name, Kind: ErrInterface, Err: err}
	}
	for _, d := range all {
		if d.Name == name {
			return d, nil
		}
	}
	if n, err := strconv.Atoi(name); err == nil {
		for _, d := range all {
			if d.Number == n {
				return d, nil
			}
		}
		return Device{}, &Error{File: name, Kind: ErrInterface, Detail: "no interface has this number; -D lists them"}
	}
	return Device{Name: name}, nil
}

// Links lists the link types that a device can deliver, the usual one first.
// It has to open the device.
func (d Device) Links() ([]LinkName, error) {
	o := LiveOptions{NoPromisc: true}
	h, err := o.open(d.Name)
	if err != nil {
		return nil, err
	}
	defer h.close()
	return h.links()
}
