//go:build cgo && !windows

package capture

// gopacket asks libpcap for one packet a call, which libpcap copies, and gives a block of
// the kernel's buffer back when the next packet is asked for. Here libpcap hands over
// all that have come at once, and each is copied once, to where it stays.

/*
#include <poll.h>
#include <string.h>
#include <pcap.h>

struct pktscope_record {
	long long sec, frac;      // time; frac as precise as the handle
	unsigned long long end;   // of its bytes in the buffer
	unsigned long long wire;  // length on the wire
};

struct pktscope_sink {
	pcap_t *p;
	unsigned char *buffer;
	size_t used, size, room;  // room: that the next packet may need
	struct pktscope_record *records;
	int count, max;
};

static void pktscope_take(u_char *user, const struct pcap_pkthdr *h, const u_char *bytes) {
	struct pktscope_sink *s = (struct pktscope_sink *)user;
	size_t n = h->caplen, left = s->size - s->used;
	if (n > left)
		n = left;
	memcpy(s->buffer + s->used, bytes, n);
	s->used += n;
	struct pktscope_record *r = s->records + s->count++;
	r->sec = h->ts.tv_sec;
	r->frac = h->ts.tv_usec;
	r->end = s->used;
	r->wire = h->len;
	if (s->size - s->used < s->room)
		pcap_breakloop(s->p);
}

#cgo noescape pktscope_read
#cgo nocallback pktscope_read
// Appends what has come, for a handle that does not block. Returns the number of packets, or
// -1 for an error.
static int pktscope_read(pcap_t *p, void *buffer, size_t used, size_t size, size_t room, struct pktscope_record *records, int max) {
	struct pktscope_sink s = {p, buffer, used, size, room, records, 0, max};
	int status = pcap_dispatch(p, max, pktscope_take, (u_char *)&s);
	return status == PCAP_ERROR && s.count == 0 ? -1 : s.count;
}

#cgo noescape pktscope_wait
#cgo nocallback pktscope_wait
// Waits until there is something to read, or an error.
static int pktscope_wait(pcap_t *p, int milliseconds) {
	struct pollfd f = {pcap_get_selectable_fd(p), POLLIN, 0};
	return poll(&f, 1, milliseconds) > 0;
}
*/
import "C"

import (
	"errors"
	"time"
	"unsafe"

	"github.com/google/gopacket/pcap"
)

// readRecords is how many packets are taken in one call.
const readRecords = 1024

// A reading takes packets out of a handle.
type reading struct {
	p       *C.pcap_t
	room    int   // of the longest packet
	unit    int64 // of the times, in nanoseconds
	records [readRecords]C.struct_pktscope_record
}

func newReading(h *pcap.Handle) *reading {
	r := &reading{p: handle(h), room: h.SnapLen(), unit: 1000}
	if nanoseconds(h) {
		r.unit = 1
	}
	return r
}

// read appends the packets that have come to c, as far as it has room.
func (r *reading) read(c *chunk) error {
	limit := min(readRecords, chunkRecords-len(c.records))
	if r.p == nil {
		return errors.New("libpcap's handle is not known")
	}
	n := int(C.pktscope_read(r.p, unsafe.Pointer(unsafe.SliceData(c.bytes)), C.size_t(len(c.bytes)), C.size_t(cap(c.bytes)),
		C.size_t(r.room), &r.records[0], C.int(limit)))
	if n < 0 {
		return errors.New(C.GoString(C.pcap_geterr(r.p)))
	}
	for i := range n {
		from := &r.records[i]
		c.records = append(c.records, record{at: time.Unix(int64(from.sec), int64(from.frac)*r.unit), end: int(from.end), wire: int(from.wire)})
		c.bytes = c.bytes[:from.end]
	}
	return nil
}

// wait waits until there is something to read, and reports whether there is.
func (r *reading) wait(d time.Duration) bool {
	return r.p != nil && C.pktscope_wait(r.p, C.int(d.Milliseconds())) != 0
}
