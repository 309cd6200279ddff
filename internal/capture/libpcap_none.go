//go:build !cgo || windows

package capture

import "errors"

// errNoLibpcap is the error of calls that need libpcap.
var errNoLibpcap = errors.New("this pktscope was built without libpcap: it reads files, but captures from no interface and knows no capture filters (build it with CGO_ENABLED=1)")

// A program is a capture filter for one link type.
type program struct{}

func compile(string, LinkType) (*program, error) { return nil, errNoLibpcap }
func (*program) equal(*program) bool             { return false }
func (*program) matches([]byte, int) bool        { return false }

// OpenLive needs libpcap.
func OpenLive(LiveOptions) (*Live, error) { return nil, errNoLibpcap }

// Library is empty: there is none.
func Library() string { return "" }

// Devices needs libpcap.
func Devices() ([]Device, error) { return nil, errNoLibpcap }

// Links needs libpcap.
func (Device) Links() ([]LinkName, error) { return nil, errNoLibpcap }
