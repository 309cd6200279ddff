//go:build linux && cgo

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/session"
)

// A host is a thread with a network of its own, which does what it is told.
type host struct {
	net  string // the file that stands for its network
	jobs chan func()
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{jobs: make(chan func())}
	ready := make(chan error)
	go func() {
		runtime.LockOSThread() // for good
		err := syscall.Unshare(syscall.CLONE_NEWNET)
		h.net = fmt.Sprintf("/proc/%d/task/%d/ns/net", syscall.Getpid(), syscall.Gettid())
		ready <- err
		for job := range h.jobs {
			job()
		}
	}()
	if err := <-ready; err != nil {
		t.Skipf("namespaces are not allowed here: %v", err)
	}
	t.Cleanup(func() { close(h.jobs) })
	return h
}

// do runs a job on the host.
func (h *host) do(job func()) {
	done := make(chan struct{})
	h.jobs <- func() { defer close(done); job() }
	<-done
}

// shell runs commands, one a line.
func shell(t *testing.T, lines string) {
	t.Helper()
	if out, err := exec.Command("sh", "-ec", lines).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// A talker sends and answers what flows are made of.
type talker struct{ t *testing.T }

// serve answers UDP and TCP on a port until the test ends.
func (k talker) serve(address string) {
	u, err := net.ListenPacket("udp", address)
	if err != nil {
		k.t.Error(err)
		return
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		k.t.Error(err)
		return
	}
	k.t.Cleanup(func() { _ = u.Close(); _ = l.Close() })
	go func() {
		b := make([]byte, 2000)
		for {
			n, from, err := u.ReadFrom(b)
			if err != nil {
				return
			}
			_, _ = u.WriteTo(b[:n], from)
		}
	}()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c); _ = c.Close() }()
		}
	}()
}

// talk has one exchange from one end to another and reports whether there was an
// answer.
func (k talker) talk(network, from, to string) {
	d := net.Dialer{Timeout: 2 * time.Second}
	if network == "tcp" {
		d.LocalAddr = net.TCPAddrFromAddrPort(netip.MustParseAddrPort(from))
	} else {
		d.LocalAddr = net.UDPAddrFromAddrPort(netip.MustParseAddrPort(from))
	}
	c, err := d.Dial(network, to)
	if err != nil {
		k.t.Errorf("%s %s to %s: %v", network, from, to, err)
		return
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	b := []byte("hello from " + from)
	if _, err := c.Write(b); err != nil {
		k.t.Error(err)
	}
	if _, err := io.ReadFull(c, b); err != nil {
		k.t.Errorf("%s %s to %s: %v", network, from, to, err)
	}
}

// ping sends an echo request with that identifier and waits for its answer.
func (k talker) ping(from, to string, id byte) {
	c, err := net.Dial("ip4:icmp", to)
	if err != nil {
		k.t.Error(err)
		return
	}
	defer c.Close()
	m := []byte("\x08\x00\x00\x00\x00\x00\x00\x01and some data")
	m[5] = id
	var sum uint32
	for i := 0; i < len(m); i += 2 {
		sum += uint32(m[i])<<8 | uint32((append(m, 0))[i+1])
	}
	sum = sum>>16 + sum&0xffff
	sum = ^(sum>>16 + sum&0xffff)
	m[2], m[3] = byte(sum>>8), byte(sum)
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err := c.Write(m); err != nil {
		k.t.Error(err)
	}
	if _, err := c.Read(make([]byte, 100)); err != nil {
		k.t.Errorf("ping %s: %v", to, err)
	}
}

// Linux translates, pktscope watches on both of its interfaces, and in the end
// both tell the same.
func TestLinuxNAT(t *testing.T) {
	for _, name := range []string{"nft", "conntrack"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name + " is not installed")
		}
	}
	w := newWire(t) // the router is the test's own thread
	inside, outside := newHost(t), newHost(t)
	if out, err := exec.Command("nft", "add table ip probe").CombinedOutput(); err != nil {
		t.Skipf("nft: %v: %s", err, out)
	}
	w.ip("link", "add", "lan", "type", "veth", "peer", "name", "eth0", "netns", inside.net)
	w.ip("link", "add", "wan", "type", "veth", "peer", "name", "eth0", "netns", outside.net)
	shell(t, `
		ip addr add 192.168.0.1/24 dev lan; ip link set lan up; ip link set lo up
		ip addr add 80.1.0.2/24 dev wan; ip addr add 80.1.0.3/24 dev wan; ip link set wan up
		ip route add default via 80.1.0.1
		echo 1 > /proc/sys/net/ipv4/ip_forward
		nft -f - <<-RULES
		table ip nat {
			chain pre { type nat hook prerouting priority -100;
				ip daddr 80.1.0.2 tcp dport 8080 dnat to 192.168.0.10:80
				ip daddr 80.1.0.3 dnat to 192.168.0.11
			}
			chain post { type nat hook postrouting priority 100;
				oifname "wan" ip saddr 192.168.0.11 udp dport 7 masquerade random
				oifname "wan" masquerade
				iifname "lan" oifname "lan" masquerade
			}
		}
		RULES`)
	inside.do(func() {
		shell(t, `ip link set lo up; ip addr add 192.168.0.10/24 dev eth0; ip addr add 192.168.0.11/24 dev eth0; ip link set eth0 up
			ip route add default via 192.168.0.1`)
		talker{t}.serve("192.168.0.10:80")
		talker{t}.serve("192.168.0.11:80")
	})
	outside.do(func() {
		shell(t, `ip link set lo up; ip addr add 80.1.0.1/24 dev eth0; ip addr add 203.0.113.80/32 dev lo; ip link set eth0 up`)
		talker{t}.serve("203.0.113.80:7")
		talker{t}.serve("203.0.113.80:80")
	})
	p := w.capturing("show", "ip", "nat", "translations", "-i", "lan", "-i", "wan", "--format", "json")
	inside.do(func() {
		k := talker{t}
		for _, local := range []string{"192.168.0.10:5000", "192.168.0.11:5000"} { // they clash
			k.talk("udp", local, "203.0.113.80:7")
			k.talk("tcp", local, "203.0.113.80:7")
			k.talk("tcp", strings.Replace(local, "5000", "5001", 1), "203.0.113.80:80")
		}
		k.ping("192.168.0.10", "203.0.113.80", 77)
	})
	outside.do(func() {
		k := talker{t}
		k.talk("tcp", "80.1.0.1:6000", "80.1.0.2:8080")
		k.talk("tcp", "80.1.0.1:6001", "80.1.0.3:80")
		k.talk("udp", "80.1.0.1:6002", "80.1.0.3:80")
		k.ping("80.1.0.1", "80.1.0.3", 78)
	})
	time.Sleep(300 * time.Millisecond)
	table, err := exec.Command("conntrack", "-L").Output()
	if err != nil {
		t.Fatal(err)
	}
	p.signal(syscall.SIGINT)
	out, _ := p.ends(session.ExitOK)
	var rows []struct {
		Protocol       string
		InsideGlobal   string  `json:"inside_global"`
		InsideLocal    string  `json:"inside_local"`
		OutsideGlobal  string  `json:"outside_global"`
		Confidence     float64 `json:"confidence"`
		First          float64 `json:"first_seen"`
		Last           float64 `json:"last_seen"`
		Packets        uint64
		OutsideOfLocal string `json:"outside_local"`
	}
	if err := json.Unmarshal([]byte(out), &rows); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join([]string{r.Protocol, r.InsideGlobal, r.InsideLocal, r.OutsideGlobal}, " "))
		if r.Packets == 0 || r.Confidence < 0.75 || r.First == 0 || r.Last < r.First {
			t.Errorf("%+v", r)
		}
	}
	want := connections(string(table))
	slices.Sort(got)
	if !slices.Equal(got, want) || len(want) < 11 {
		t.Errorf("translations\n\t%s\nconntrack\n\t%s\n%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"), table)
	}
}
