package capture

import "testing"

// The text is proc_net_dev(5)'s: eight counts received and eight sent behind each name.
func TestCountedIn(t *testing.T) {
	const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1300 13 0 0 0 0 0 0 1300 13 0 0 0 0 0 0
 eth10: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0
  eth1:4294967296 4294967297 1 2 3 4 5 6 100 20 7 8 9 10 11 12
`
	for name, want := range map[string]uint64{"eth1": 4294967317, "lo": 26, "eth": 0, "face |bytes": 0} {
		if got := countedIn([]byte(text), name); got != want {
			t.Errorf("%s: %d packets, want %d", name, got, want)
		}
	}
}
