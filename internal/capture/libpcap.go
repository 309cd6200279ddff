//go:build cgo && !windows

package capture

/*
#cgo LDFLAGS: -lpcap
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/ioctl.h>
#include <net/if.h>
#include <pcap.h>

// A descriptor that is readable when the handle is, -1 if there is none.
static int pktscope_selectable(pcap_t *p) {
	int fd = pcap_get_selectable_fd(p);
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

static int pktscope_readable(int fd) {
	struct pollfd f = {fd, POLLIN, 0};
	return poll(&f, 1, 0) != 0;
}

// Whether an interface is up, -1 if the handle is no socket that knows.
static int pktscope_up(pcap_t *p, const char *name) {
	struct ifreq r;
	memset(&r, 0, sizeof r);
	strncpy(r.ifr_name, name, sizeof r.ifr_name - 1);
	if (ioctl(pcap_fileno(p), SIOCGIFFLAGS, &r) != 0)
		return -1;
	return (r.ifr_flags & IFF_UP) != 0;
}

#cgo noescape pktscope_matches
#cgo nocallback pktscope_matches
static int pktscope_matches(struct bpf_program *program, const u_char *data, bpf_u_int32 captured, bpf_u_int32 wire) {
	return bpf_filter(program->bf_insns, data, wire, captured) != 0;
}

static int pktscope_compile(int dlt, struct bpf_program *program, const char *expression, char *why) {
	pcap_t *p = pcap_open_dead(dlt, 262144);
	if (p == NULL) {
		snprintf(why, PCAP_ERRBUF_SIZE, "out of memory");
		return -1;
	}
	int status = pcap_compile(p, program, expression, 1, PCAP_NETMASK_UNKNOWN);
	if (status != 0)
		snprintf(why, PCAP_ERRBUF_SIZE, "%s", pcap_geterr(p));
	pcap_close(p);
	return status;
}
*/
import "C"

import (
	"errors"
	"runtime"
	"unsafe"
)

// datalink returns the DLT_ value of a handle.
func (h *handle) datalink() int { return int(C.pcap_datalink(h.p)) }

// setDatalink chooses among the link types that an interface can deliver.
func (h *handle) setDatalink(dlt int) error {
	if C.pcap_set_datalink(h.p, C.int(dlt)) != 0 {
		return h.lastError()
	}
	return nil
}

// nanoseconds reports whether a handle's times have 9 digits and not 6.
func (h *handle) nanoseconds() bool {
	return C.pcap_get_tstamp_precision(h.p) == C.PCAP_TSTAMP_PRECISION_NANO
}

// isDown reports whether the interface is known to be down. libpcap waits for it
// to come up again.
func (h *handle) isDown() bool {
	s := C.CString(h.device)
	defer C.free(unsafe.Pointer(s))
	return C.pktscope_up(h.p, s) == 0
}

// selectable returns a descriptor of the caller's own that is readable when the
// handle is, -1 where there is none.
func (h *handle) selectable() int { return int(C.pktscope_selectable(h.p)) }

// readable reports whether there is something to read, or an error.
func readable(fd uintptr) bool { return C.pktscope_readable(C.int(fd)) != 0 }

// A program is a capture filter for one link type.
type program struct{ bpf C.struct_bpf_program }

// compile makes a program of a filter.
func compile(expression string, link LinkType) (*program, error) {
	s := C.CString(expression)
	defer C.free(unsafe.Pointer(s))
	why := (*C.char)(C.calloc(C.PCAP_ERRBUF_SIZE, 1))
	defer C.free(unsafe.Pointer(why))
	p := new(program)
	if C.pktscope_compile(C.int(link.dlt()), &p.bpf, s, why) != 0 {
		return nil, errors.New(C.GoString(why))
	}
	runtime.AddCleanup(p, func(b C.struct_bpf_program) { C.pcap_freecode(&b) }, p.bpf)
	return p, nil
}

// matches runs the program as the kernel would: a load behind the captured
// bytes fails the packet, and "len" is the length on the wire.
func (p *program) matches(data []byte, wire int) bool {
	return C.pktscope_matches(&p.bpf, (*C.u_char)(unsafe.SliceData(data)), C.bpf_u_int32(len(data)), C.bpf_u_int32(wire)) != 0
}
