//go:build cgo && !windows

package capture

import (
	"net"
	"net/netip"
	"strconv"

	"github.com/google/gopacket/pcap"
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

// Library is the name and version of the library that captures, empty without one.
func Library() string { return pcap.Version() }

// Devices lists the interfaces that can be captured on, in libpcap's order.
func Devices() ([]Device, error) {
	found, err := pcap.FindAllDevs()
	if err != nil {
		return nil, err
	}
	var out []Device
	for i, f := range found {
		d := Device{
			Number: i + 1, Name: f.Name, Description: f.Description,
			Loopback: f.Flags&flagLoopback != 0, Up: f.Flags&flagUp != 0,
			Running: f.Flags&flagRunning != 0, Wireless: f.Flags&flagWireless != 0,
			Connection: Connection(f.Flags >> connectionBits & connectionMask),
		}
		for _, a := range f.Addresses {
			if p, ok := prefix(a.IP, a.Netmask); ok {
				d.Addresses = append(d.Addresses, p)
			}
		}
		out = append(out, d)
	}
	return out, nil
}

func prefix(ip net.IP, mask net.IPMask) (netip.Prefix, bool) {
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
	defer h.Close()
	links, err := h.ListDataLinks()
	if err != nil {
		return nil, err
	}
	var out []LinkName
	for _, l := range links {
		out = append(out, LinkName{l.Name, l.Description})
	}
	return out, nil
}
