//go:build cgo && !windows

package capture

/*
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <pcap.h>

// Copies an IP address, and returns its length; 0 if it is none.
static int pktscope_address(const struct sockaddr *from, unsigned char *to) {
	if (from == NULL)
		return 0;
	switch (from->sa_family) {
	case AF_INET:
		memcpy(to, &((const struct sockaddr_in *)from)->sin_addr, 4);
		return 4;
	case AF_INET6:
		memcpy(to, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
		return 16;
	}
	return 0;
}
*/
import "C"

import (
	"errors"
	"net"
	"net/netip"
	"time"
	"unsafe"
)

// A handle is libpcap's handle of an interface.
type handle struct {
	p      *C.pcap_t
	device string
}

// A statusError is libpcap's status of an interface that could not be opened.
type statusError struct {
	status C.int
	text   string
}

func (e *statusError) Error() string { return e.text }

// statusOf is the status that err is, 0 if it is none.
func statusOf(err error) C.int {
	var e *statusError
	if errors.As(err, &e) {
		return e.status
	}
	return 0
}

// The statuses for which there is a remedy.

func promiscUnsupported(err error) bool { return statusOf(err) == C.PCAP_WARNING_PROMISC_NOTSUP }
func noSuchDevice(err error) bool       { return statusOf(err) == C.PCAP_ERROR_NO_SUCH_DEVICE }
func notUp(err error) bool              { return statusOf(err) == C.PCAP_ERROR_IFACE_NOT_UP }

func notPermitted(err error) bool {
	s := statusOf(err)
	return s == C.PCAP_ERROR_PERM_DENIED || s == C.PCAP_ERROR_PROMISC_PERM_DENIED
}

// lastError is the error of the last call.
func (h *handle) lastError() error { return errors.New(C.GoString(C.pcap_geterr(h.p))) }

// failed is the error for a status, nil for one that is none.
func (h *handle) failed(status C.int) error {
	switch status {
	case 0:
		return nil
	case C.PCAP_ERROR, C.PCAP_WARNING:
		return &statusError{status, C.GoString(C.pcap_geterr(h.p))}
	}
	return &statusError{status, C.GoString(C.pcap_statustostr(status))}
}

// newHandle makes a handle that is not activated yet.
func newHandle(device string) (*handle, error) {
	name := C.CString(device)
	defer C.free(unsafe.Pointer(name))
	why := (*C.char)(C.calloc(C.PCAP_ERRBUF_SIZE, 1))
	defer C.free(unsafe.Pointer(why))
	p := C.pcap_create(name, why)
	if p == nil {
		return nil, errors.New(C.GoString(why))
	}
	return &handle{p, device}, nil
}

// A setting is what is asked of an interface before it is activated.
type setting struct {
	snaplen            int
	buffer             int // bytes; 0: libpcap's own size
	timeout            time.Duration
	promisc, immediate bool
	monitor            bool
}

// activate opens the interface, with times in nanoseconds where there are any.
func (h *handle) activate(s setting) error {
	status := []C.int{
		C.pcap_set_snaplen(h.p, C.int(s.snaplen)), C.pcap_set_promisc(h.p, truth(s.promisc)),
		C.pcap_set_timeout(h.p, C.int(s.timeout.Milliseconds())), C.pcap_set_immediate_mode(h.p, truth(s.immediate)),
	}
	if s.buffer > 0 {
		status = append(status, C.pcap_set_buffer_size(h.p, C.int(s.buffer)))
	}
	for _, x := range status {
		if err := h.failed(x); err != nil {
			return err
		}
	}
	if s.monitor {
		if can := C.pcap_can_set_rfmon(h.p); can == 0 {
			return errors.New("the interface has no monitor mode")
		} else if can != 1 {
			return h.failed(can)
		}
		if err := h.failed(C.pcap_set_rfmon(h.p, 1)); err != nil {
			return err
		}
	}
	C.pcap_set_tstamp_precision(h.p, C.PCAP_TSTAMP_PRECISION_NANO)
	if err := h.failed(C.pcap_activate(h.p)); err != nil {
		return err
	}
	// A device that cannot do without blocking is read with its timeout.
	why := (*C.char)(C.calloc(C.PCAP_ERRBUF_SIZE, 1))
	C.pcap_setnonblock(h.p, 1, why)
	C.free(unsafe.Pointer(why))
	return nil
}

func truth(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

func (h *handle) close() { C.pcap_close(h.p) }

func (h *handle) snapLen() int { return int(C.pcap_snapshot(h.p)) }

// setFilter has the interface give the packets that pass a capture filter.
func (h *handle) setFilter(expression string) error {
	name, text := C.CString(h.device), C.CString(expression)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(text))
	why := (*C.char)(C.calloc(C.PCAP_ERRBUF_SIZE, 1))
	defer C.free(unsafe.Pointer(why))
	var net, mask C.bpf_u_int32
	if C.pcap_lookupnet(name, &net, &mask, why) != 0 { // it has no IPv4
		mask = C.PCAP_NETMASK_UNKNOWN
	}
	var program C.struct_bpf_program
	if C.pcap_compile(h.p, &program, text, 1, mask) != 0 {
		return h.lastError()
	}
	defer C.pcap_freecode(&program)
	if C.pcap_setfilter(h.p, &program) != 0 {
		return h.lastError()
	}
	return nil
}

// links lists the link types that the interface can deliver.
func (h *handle) links() (out []LinkName, err error) {
	var list *C.int
	n := C.pcap_list_datalinks(h.p, &list)
	if n < 0 {
		return nil, h.lastError()
	}
	defer C.pcap_free_datalinks(list)
	for _, dlt := range unsafe.Slice(list, int(n)) {
		out = append(out, LinkName{C.GoString(C.pcap_datalink_val_to_name(dlt)), C.GoString(C.pcap_datalink_val_to_description(dlt))})
	}
	return out, nil
}

// dltNamed is the DLT_ value of a link type's name, negative without one.
func dltNamed(name string) int {
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	return int(C.pcap_datalink_name_to_val(s))
}

// stats returns libpcap's sums.
func (h *handle) stats() (received, dropped, ifDropped uint32, err error) {
	var s C.struct_pcap_stat
	if C.pcap_stats(h.p, &s) != 0 {
		return 0, 0, 0, h.lastError()
	}
	return uint32(s.ps_recv), uint32(s.ps_drop), uint32(s.ps_ifdrop), nil
}

// A found is a device as libpcap lists it.
type found struct {
	name, description string
	flags             uint32
	addresses         []netip.Prefix
}

// findAll lists libpcap's devices.
func findAll() (out []found, err error) {
	why := (*C.char)(C.calloc(C.PCAP_ERRBUF_SIZE, 1))
	defer C.free(unsafe.Pointer(why))
	var all *C.pcap_if_t
	if C.pcap_findalldevs(&all, why) != 0 {
		return nil, errors.New(C.GoString(why))
	}
	defer C.pcap_freealldevs(all)
	for d := all; d != nil; d = d.next {
		f := found{name: C.GoString(d.name), description: C.GoString(d.description), flags: uint32(d.flags)}
		for a := d.addresses; a != nil; a = a.next {
			if a.netmask == nil {
				continue
			}
			if p, ok := prefix(address(a.addr), address(a.netmask)); ok {
				f.addresses = append(f.addresses, p)
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// address is an IP address of libpcap's, nil if it is none.
func address(from *C.struct_sockaddr) []byte {
	var to [net.IPv6len]byte
	return to[:C.pktscope_address(from, (*C.uchar)(&to[0]))]
}
