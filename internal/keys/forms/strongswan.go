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
	natd    [2]uint64       // the last SPIs that NAT detection hashed
	used    map[[2]uint64]bool
}

// maxThreads is more than any charon has.
const maxThreads = 1024

// A charonThread is the state of one thread; each line has its thread's number.
type charonThread struct {
	dump     dump
	label    string     // what the dump is of, "" for none
	labelled keys.Place // where it begins
	spis     [2]uint64
	exchange string // of the message that was parsed last
	request  bool
	id       uint32 // of that message
	hasID    bool
	proposal string // the last for an IKE SA
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
	name, group, text, ok := charonLine(s)
	if !ok {
		return false
	}
	w.c.log = true
	t := w.thread(name)
	if t == nil {
		return true
	}
	if t.label != "" && w.dumpRow(t, text) {
		return true
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
			t.proposal, w.ike = p, p
		}
	case "DMN":
		if strings.HasPrefix(text, "Starting IKE") {
			w.end() // another log begins
		}
	}
	return true
}

// end keeps what is not yet kept.
func (w *strongswan) end() {
	for _, t := range w.order {
		w.endIKE(t)
		w.endChild(t)
	}
	clear(w.threads)
	w.order = w.order[:0]
}

// charonLine takes a line apart: "11[IKE] <net|1> text", behind whatever a
// system's log puts before it.
func charonLine(s string) (thread, group, text string, ok bool) {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '[')
		if i < 0 || at+i+6 > len(s) {
			return "", "", "", false
		}
		at += i + 1
		if s[at+3] != ']' || s[at+4] != ' ' || !isUpper(s[at:at+3]) {
			continue
		}
		from := at - 1
		for from > 0 && '0' <= s[from-1] && s[from-1] <= '9' {
			from--
		}
		if thread = s[from : at-1]; len(thread) < 2 {
			continue
		}
		text = s[at+5:]
		if strings.HasPrefix(text, "<") {
			if _, rest, found := strings.Cut(text, "> "); found {
				text = rest
			}
		}
		return thread, s[at : at+3], text, true
	}
}

func isUpper(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
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
	}
	t := &charonThread{}
	w.threads[strings.Clone(name)] = t
	w.order = append(w.order, t)
	return t
}

// dumpRow reads a row of a dump: "  16: A4 33 56  .3V".
func (w *strongswan) dumpRow(t *charonThread, text string) bool {
	offset, rest, ok := strings.Cut(strings.TrimLeft(text, " "), ": ")
	if n, err := strconv.Atoi(offset); !ok || err != nil || n != len(t.dump.bytes) {
		if !t.dump.full() {
			w.c.fail("", t.label[len("IKE "):], "fewer bytes follow than the log announces")
		}
		t.label = ""
		return false
	}
	rest, _, _ = strings.Cut(rest, "  ")
	t.dump.row(rest)
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
			t.label, t.labelled, t.dump = label, w.c.place, dump{want: n}
		}
		return
	}
	if group == "CHD" {
		w.childLine(t, text)
	}
}

// manager reads a line of mgr, which names the thread's SA: "checkin IKEv2 SA
// net[1] with SPIs 47389586010477d4_i 5e430e855656f69d_r".
func (w *strongswan) manager(t *charonThread, text string) {
	if !strings.HasPrefix(text, "check") {
		return
	}
	_, list, ok := strings.Cut(text, " with SPIs ")
	if !ok {
		return
	}
	words := strings.Fields(list)
	if len(words) < 2 {
		return
	}
	i, okI := parseSPI64(strings.TrimSuffix(words[0], "_i"))
	r, okR := parseSPI64(strings.TrimSuffix(words[1], "_r"))
	if !okI || !okR {
		return
	}
	spis := [2]uint64{i, r}
	if strings.HasPrefix(text, "checkout") {
		w.endIKE(t)
		w.endChild(t)
		t.spis = spis
		return
	}
	if k := t.ike; k != nil && r != 0 && k.InitiatorSPI == 0 && !(t.rekeyed && spis == t.spis) {
		w.name(k, spis)
	}
	if !t.rekeyed {
		t.spis = spis
	}
}

// name sets the SPIs of k.
func (w *strongswan) name(k *keys.IKE, spis [2]uint64) {
	k.InitiatorSPI, k.ResponderSPI = spis[0], spis[1]
	w.used[spis] = true
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
