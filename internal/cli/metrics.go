package cli

import (
	"fmt"
	"net"
	"strconv"
)

// metricsAddress is the address of --metrics: a port alone, also behind a colon, is one of
// this machine. Others have to name an address that others reach.
func metricsAddress(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = "", s
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("--metrics %s: want a port, or ADDRESS:PORT", s)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}
