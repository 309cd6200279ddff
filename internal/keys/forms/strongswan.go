package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A strongswan reads the log of strongSwan's charon. At level 4 of ike and chd
// it has every secret:
//
//	11[IKE] Sk_ei secret => 16 bytes @ 0x7f53fc0132f0
//	11[IKE]    0: 60 64 42 D3 AF DB 3D 3B E1 CF 0D 82 BF 9B E5 91  `dB...=;........
//
// The SA of a secret is in other lines: of mgr at level 2, in the data of NAT
// detection hashes at level 3 of ike, of chd at level 2. Without them the SA's SPIs
// are unknown.
type strongswan struct {
	c       *collector
	threads map[string]*charonThread
	order   []*charonThread // in which they were first seen
	ike     string          // the last proposal for an IKE SA, of any thread
	esp     string          // the last for ESP SAs
	natd    [][2]uint64     // SPIs that NAT detection hashed, of SAs whose keys are still to come
	used    map[[2]uint64]bool
	waiting []charonRekeyed    // keys of SAs whose SPIs are not named yet
	old     map[[2]uint64]bool // SAs that are established
}

// maxThreads is more than any charon has.
const maxThreads = 1024

// A charonThread is the state of one thread; each line has its thread's number.
type charonThread struct {
	dump     dump
	label    string     // what the dump is of, "" for none
	labelled keys.Place // where it begins
	since    int        // how many lines behind the last key
	spis     [2]uint64
	exchange string // of the message that was parsed last
	request  bool
	id       uint32 // of that message
	hasID    bool
	proposal string // the last for an IKE SA
	esp      string // the last for ESP SAs, "" since the thread's SA was checked out
	ike      *keys.IKE
	rekeyed  bool // ike takes the place of the SA with spis
	child    *charonChild
	inbound  bool // the SPI that comes next is that of the inbound SA
}

// A charonChild is a pair of ESP SAs. Index 0 is what the exchange's initiator
// sends.
type charonChild struct {
	place       keys.Place
	encr, integ string
	keys        [2]crypt.Secret
	integKeys   [2]crypt.Secret
	pfs         crypt.Secret
	spi         [2]keys.SPI // 0 inbound, 1 outbound
	src, dst    [2]keys.Addr
	installed   [2]bool
	hasKeys     bool
}

func (w *strongswan) line(s string) bool {
	if l, ok := charonRecord(s); ok {
		for text := range strings.SplitSeq(l.Message, "\n") {
			w.entry(strconv.Itoa(l.Thread), l.Group, text)
		}
		return true
	}
	name, group, text, ok := charonLine(s)
	if !ok {
		name = journal
		if group, text, ok = w.journalLine(s); !ok {
			return false
		}
	}
	w.entry(name, group, text)
	return true
}

// entry reads a line of a thread.
func (w *strongswan) entry(name, group, text string) {
	w.c.log = true
	if w.c.kind == "" {
		w.c.kind = logOfStrongswan
	}
	t := w.thread(name)
	if t == nil {
		return
	}
	t.since++
	if t.label != "" && w.dumpRow(t, text) {
		return
	}
	switch group {
	case "IKE", "CHD":
		w.message(t, group, text)
	case "MGR":
		w.manager(t, text)
	case "ENC":
		t.encoding(text)
	case "CFG":
		if p, ok := strings.CutPrefix(text, "selected proposal: IKE:"); ok {
			t.proposal, w.ike = strings.Clone(p), strings.Clone(p)
		} else if p, ok := strings.CutPrefix(text, "selected proposal: ESP:"); ok {
			t.esp, w.esp = strings.Clone(p), strings.Clone(p)
		}
	case "DMN":
		if strings.HasPrefix(text, "Starting ") {
			w.end() // another log begins
		}
	}
}

// end keeps what is not yet kept.
func (w *strongswan) end() {
	for _, t := range w.order {
		w.endIKE(t)
		w.endChild(t)
	}
	w.endWaiting()
	clear(w.threads)
	w.order = w.order[:0]
}

// thread is the state of a thread, nil if there are too many.
func (w *strongswan) thread(name string) *charonThread {
	if t := w.threads[name]; t != nil {
		return t
	}
	if len(w.order) == maxThreads {
		return nil
	}
	if w.threads == nil {
		w.threads = make(map[string]*charonThread)
		w.used = make(map[[2]uint64]bool)
		w.old = make(map[[2]uint64]bool)
	}
	t := &charonThread{}
	w.threads[strings.Clone(name)] = t
	w.order = append(w.order, t)
	return t
}

// isRow reports whether text is the row of a dump that comes next.
func (t *charonThread) isRow(text string) bool {
	offset, _, ok := strings.Cut(strings.TrimLeft(text, " "), ": ")
	n, err := strconv.Atoi(offset)
	return ok && err == nil && n == len(t.dump.bytes)
}

// dumpRow reads a row of a dump: "  16: A4 33 56  .3V".
func (w *strongswan) dumpRow(t *charonThread, text string) bool {
	if !t.isRow(text) {
		if !t.dump.full() {
			w.c.fail("", t.label[len("IKE "):], "fewer bytes follow than the log announces")
		}
		t.label = ""
		return false
	}
	_, row, _ := strings.Cut(text, ": ")
	row, _, _ = strings.Cut(row, "  ")
	t.dump.row(row)
	if t.dump.full() {
		w.dumped(t, t.label, t.dump.bytes)
		t.label, t.dump = "", dump{}
	}
	return true
}

// message reads a line of ike or chd.
func (w *strongswan) message(t *charonThread, group, text string) {
	if label, size, ok := strings.Cut(text, " => "); ok {
		size, _, _ = strings.Cut(size, " bytes")
		n, err := strconv.Atoi(size)
		if label = group + " " + label; err == nil && 0 < n && n <= maxKey && wanted(label) {
			t.label, t.labelled, t.dump = strings.Clone(label), w.c.place, dump{want: n}
		}
		return
	}
	switch group {
	case "CHD":
		w.childLine(t, text)
	case "IKE":
		if strings.Contains(text, "CHILD_SA ") && strings.Contains(text, " established with SPIs ") {
			w.established(t, text)
		} else if strings.HasPrefix(text, "IKE_SA ") && strings.Contains(text, " established between ") {
			w.old[t.spis] = true
		}
	}
}

// encoding reads a line of enc: "parsed QUICK_MODE request 965727871 [ HASH ]".
// The parser of a request is the responder of its exchange.
func (t *charonThread) encoding(text string) {
	words := strings.Fields(text)
	if len(words) < 4 || words[0] != "parsed" || words[2] != "request" && words[2] != "response" {
		return
	}
	t.exchange, t.request = strings.Clone(words[1]), words[2] == "request"
	id, err := strconv.ParseUint(words[3], 10, 32)
	t.id, t.hasID = uint32(id), err == nil
}
