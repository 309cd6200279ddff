//go:build cgo && !windows

package capture

// Calls of libpcap that gopacket lacks. Its link types have 8 bits, so LINUX_SLL2
// (276) can neither be chosen, nor recognised, nor compiled for.

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
	"reflect"
	"runtime"
	"slices"
	"unsafe"

	"github.com/google/gopacket/pcap"
)

// handle returns libpcap's own handle in one of gopacket's, nil if a later gopacket
// keeps it elsewhere.
func handle(h *pcap.Handle) *C.pcap_t {
	v := reflect.ValueOf(h).Elem().FieldByName("cptr")
	if !v.IsValid() || v.Kind() != reflect.Pointer {
		return nil
	}
	return (*C.pcap_t)(v.UnsafePointer())
}

// datalink returns the DLT_ value of a handle, whole.
func datalink(h *pcap.Handle) int {
	if p := handle(h); p != nil {
		return int(C.pcap_datalink(p))
	}
	return int(h.LinkType())
}

// setDatalink chooses among the link types that an interface can deliver.
func setDatalink(h *pcap.Handle, dlt int) error {
	p := handle(h)
	if p == nil {
		return errors.New("the link type cannot be chosen")
	}
	if C.pcap_set_datalink(p, C.int(dlt)) != 0 {
		return errors.New(C.GoString(C.pcap_geterr(p)))
	}
	return nil
}

// nanoseconds reports whether a handle's times have 9 digits and not 6.
func nanoseconds(h *pcap.Handle) bool {
	p := handle(h)
	return p != nil && C.pcap_get_tstamp_precision(p) == C.PCAP_TSTAMP_PRECISION_NANO
}

// isDown reports whether the interface is known to be down. libpcap waits for it
// to come up again.
func isDown(h *pcap.Handle, name string) bool {
	p := handle(h)
	if p == nil {
		return false
	}
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	return C.pktscope_up(p, s) == 0
}

// selectable returns a descriptor of the caller's own that is readable when the
// handle is, -1 where there is none.
func selectable(h *pcap.Handle) int {
	if p := handle(h); p != nil {
		return int(C.pktscope_selectable(p))
	}
	return -1
}

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

// equal reports whether two programs have the same instructions.
func (p *program) equal(q *program) bool {
	return slices.Equal(p.instructions(), q.instructions())
}

func (p *program) instructions() []C.struct_bpf_insn {
	return unsafe.Slice(p.bpf.bf_insns, p.bpf.bf_len)
}

// matches runs the program as the kernel would: a load behind the captured
// bytes fails the packet, and "len" is the length on the wire.
func (p *program) matches(data []byte, wire int) bool {
	return C.pktscope_matches(&p.bpf, (*C.u_char)(unsafe.SliceData(data)), C.bpf_u_int32(len(data)), C.bpf_u_int32(wire)) != 0
}
