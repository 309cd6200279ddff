//go:build cgo && !windows

package capture

import (
	"errors"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/gopacket/pcap"
)

// OpenLive opens interfaces for capturing.
func OpenLive(o LiveOptions) (*Live, error) {
	var taps []tap
	var ifaces []*Interface
	for i, name := range o.Interfaces {
		d, err := findDevice(name)
		var h *pcap.Handle
		if err == nil {
			h, err = o.open(d.Name)
		}
		if err != nil {
			for _, t := range taps {
				t.close()
			}
			return nil, err
		}
		taps = append(taps, newTap(h, d.Name, &o))
		ifaces = append(ifaces, o.describe(h, d, i))
	}
	return newLive(taps, ifaces, o.Immediate), nil
}

// open opens one interface.
func (o *LiveOptions) open(name string) (*pcap.Handle, error) {
	h, err := o.activate(name, !o.NoPromisc)
	if err != nil && !o.NoPromisc && err.Error() == promiscUnsupported {
		h, err = o.activate(name, false) // "any" has no promiscuous mode
	}
	if err != nil {
		return nil, openError(name, err)
	}
	if err := o.prepare(h, name); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// activate takes an interface through libpcap's two steps.
func (o *LiveOptions) activate(name string, promisc bool) (*pcap.Handle, error) {
	in, err := pcap.NewInactiveHandle(name)
	if err != nil {
		return nil, err
	}
	defer in.CleanUp()
	snaplen := o.SnapLen
	if snaplen <= 0 {
		snaplen = DefaultSnapLen
	}
	err = errors.Join(in.SetSnapLen(snaplen), in.SetPromisc(promisc), in.SetTimeout(pollTime), in.SetImmediateMode(o.Immediate))
	if buffer := o.buffer(); err == nil && buffer > 0 {
		err = in.SetBufferSize(buffer)
	}
	if err == nil && o.Monitor {
		err = in.SetRFMon(true)
	}
	if err != nil {
		return nil, err
	}
	return in.Activate() // with times in nanoseconds where there are any
}

// immediateBuffer holds 128 packets at least, and a burst of a sender with it: where each
// packet is handed on at once, libpcap has a slot of SnapLen for each (TPACKET_V2), of which
// its default buffer has eight.
const immediateBuffer = 128 * DefaultSnapLen

// buffer is how many bytes the kernel's buffer has, 0 for libpcap's default.
func (o *LiveOptions) buffer() int {
	if o.Buffer == 0 && o.Immediate {
		return immediateBuffer
	}
	return o.Buffer
}

// prepare chooses the link type and sets the filter, which depends on it.
func (o *LiveOptions) prepare(h *pcap.Handle, name string) error {
	if o.Link != "" {
		dlt := pcap.DatalinkNameToVal(o.Link)
		if dlt < 0 {
			return &Error{File: name, Kind: ErrInterface, Detail: "there is no link type " + o.Link}
		}
		if err := setDatalink(h, dlt); err != nil {
			return &Error{File: name, Kind: ErrInterface, Detail: "link type " + o.Link, Err: err}
		}
	} else if name == "any" {
		// Version 2 of the cooked mode says which interface a packet passed.
		// Where it is not to be had, version 1 is what the handle has already.
		_ = setDatalink(h, int(LinkLinuxSLL2))
	}
	if o.Filter == "" {
		return nil
	}
	if err := h.SetBPFFilter(o.Filter); err != nil {
		return &FilterError{o.Filter, linkOfDLT(datalink(h)), err}
	}
	return nil
}

// describe returns the properties of an open interface.
func (o *LiveOptions) describe(h *pcap.Handle, d Device, id int) *Interface {
	i := &Interface{
		ID: id, Section: 1, Index: id, Name: d.Name, Description: d.Description, Filter: o.Filter, OS: SystemName(),
		Link: linkOfDLT(datalink(h)), SnapLen: h.SnapLen(), Digits: 6, Resolution: 6, FCSLen: -1,
	}
	if nanoseconds(h) {
		i.Digits, i.Resolution = 9, 9
	}
	if n, err := net.InterfaceByName(d.Name); err == nil {
		i.MAC = n.HardwareAddr.String()
	}
	for _, a := range d.Addresses {
		i.Addresses = append(i.Addresses, a.String())
	}
	return i
}

// Error texts of gopacket for libpcap's error codes.
const (
	promiscUnsupported = "Cannot set as promisc"
	permissionDenied   = "Permission Denied"
	noSuchDevice       = "No Such Device"
	promiscDenied      = "unknown activated error: -11"
	notUp              = "Interface Not Up"
)

// openError returns the error for an interface that cannot be opened, with the remedy.
func openError(name string, err error) error {
	e := &Error{File: name, Kind: ErrInterface, Err: err}
	switch msg := err.Error(); {
	case msg == permissionDenied, msg == promiscDenied, strings.Contains(msg, "ermission"), strings.Contains(msg, "not permitted"):
		e.Err, e.Kind = nil, ErrPermission
	case msg == noSuchDevice, strings.Contains(msg, "No such device"):
		e.Err, e.Detail = nil, "no such interface; -D lists them"
	case msg == notUp:
		e.Err, e.Detail = nil, "the interface is down"
	}
	return e
}

// A pcapTap reads one of gopacket's handles.
//
// gopacket waits for packets in C. The Go runtime monitors threads in C, which costs
// more than all else on a quiet network. So a tap whose handle has been idle for a
// while waits in Go.
type pcapTap struct {
	h       *pcap.Handle
	name    string
	ready   *os.File // the handle's descriptor for Go's poller, nil where that cannot be
	fd      int      // that of ready
	link    *packetSocket
	absence absence
	stopped atomic.Bool
	reader  *reading
	snaplen int

	counts    Stats
	ifDropped uint32 // libpcap's sum
}

// quietTime is how long a tap waits in Go.
const quietTime = 5 * time.Second

func newTap(h *pcap.Handle, name string, o *LiveOptions) *pcapTap {
	t := &pcapTap{h: h, name: name, fd: -1, absence: absence{name: name, notify: o.Notify}, reader: newReading(h), snaplen: h.SnapLen()}
	if fd := selectable(h); fd >= 0 {
		t.ready = os.NewFile(uintptr(fd), name)
		if t.ready.SetReadDeadline(time.Time{}) != nil {
			_ = t.ready.Close()
			t.ready = nil
			return t
		}
		t.fd, t.link = fd, newPacketSocket(fd, name, !o.NoPromisc)
	}
	return t
}

func (t *pcapTap) room() int { return t.snaplen }

func (t *pcapTap) read(c *chunk) error {
	err := t.reader.read(c)
	if err == nil || !strings.Contains(err.Error(), "disappeared") {
		return err
	}
	// libpcap's answer as well to an interface that is down, and that has got another
	// name. What it has captured before still comes.
	if t.look(); t.link == nil {
		t.absence.see(closed, time.Now(), 0)
		return errGone
	}
	return nil
}

// look finds out whether the interface is there.
func (t *pcapTap) look() {
	if t.link != nil {
		p, passed := t.link.look()
		t.absence.see(p, time.Now(), passed)
		return
	}
	p := up
	if isDown(t.h, t.name) {
		p = down
	}
	t.absence.see(p, time.Now(), 0)
}

func (t *pcapTap) ended() error {
	if t.absence.now == gone {
		return errGone
	}
	return nil
}

// socket returns the descriptor of a socket that is bound anew, -1 if it is not.
func (t *pcapTap) socket() int {
	if t.link == nil {
		return -1
	}
	return t.fd
}

// wait returns when there is something to read, after quietTime or when woken; earlier
// while the interface is away. Where packets keep coming the wait is in C.
func (t *pcapTap) wait() {
	if t.reader.wait(pollTime) {
		return
	}
	t.look()
	quiet := quietTime
	if t.absence.away() {
		quiet = awayTime
	}
	if t.ready == nil {
		if t.absence.away() && !t.stopped.Load() {
			time.Sleep(awayTime)
		}
		return
	}
	conn, err := t.ready.SyscallConn()
	if err != nil {
		return
	}
	_ = t.ready.SetReadDeadline(time.Now().Add(quiet))
	_ = conn.Read(func(fd uintptr) bool { return t.stopped.Load() || readable(fd) })
}

// wake ends the current wait and all later ones.
func (t *pcapTap) wake() {
	t.stopped.Store(true)
	if t.ready != nil {
		_ = t.ready.SetReadDeadline(time.Now())
	}
}

func (t *pcapTap) stats() (Stats, error) {
	s, err := t.h.Stats()
	if err != nil {
		return Stats{}, err
	}
	// libpcap reads the interface's own drops from a file of the interface, of which
	// one that came back has another: the sum would wrap around.
	if more := int32(uint32(s.PacketsIfDropped) - t.ifDropped); more > 0 {
		t.counts.InterfaceDropped += uint64(more)
	}
	t.ifDropped = uint32(s.PacketsIfDropped)
	t.counts.Received, t.counts.Dropped = uint64(s.PacketsReceived), uint64(s.PacketsDropped)
	t.counts.Missed = t.absence.missed.Load()
	return t.counts, nil
}

// acceptNone is a capture filter that no packet passes: BPF's "ret #0".
func acceptNone() []pcap.BPFInstruction { return []pcap.BPFInstruction{{Code: 0x06}} }

// end implements tap. Without the filter, packets would only fill the kernel's buffer.
func (t *pcapTap) end() { _ = t.h.SetBPFInstructionFilter(acceptNone()) }

func (t *pcapTap) close() {
	if t.link != nil {
		t.link.close()
	}
	if t.ready != nil {
		_ = t.ready.Close()
	}
	t.h.Close()
}
