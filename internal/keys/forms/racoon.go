package forms

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A racoon reads the debug log of racoon, which RouterOS of MikroTik writes as
// well. A key is announced and follows in groups of eight digits, on the next
// lines or behind "#012", as which syslog writes the end of a line:
//
//	15:03:36 ipsec sent phase1 packet 192.168.0.1[500]<=>192.168.0.2[500] 7c6139ded9ca7187:6992a9097bf7082a
//	15:03:36 ipsec,debug final encryption key computed:
//	15:03:36 ipsec,debug fc9c635a a7a316d3 7442463e d2e581ea 1263b66b 94ada5ec
//
// Which SA it is for is known from the cookies that other lines name.
type racoon struct {
	c       *collector
	sa      *keys.IKE
	what    string        // what the digits that follow are
	to      *crypt.Secret // where they go, nil for nowhere
	groups  []string
	waited  bool // a line without digits stood between
	encr    string
	hash    string
	cookies [2]uint64
	used    map[[2]uint64]bool
	waiting []*keys.IKE // for their cookies
}

// announcements are what stands at the end of a line before a key.
var announcements = [...]struct {
	name  string
	text  string
	field func(*keys.IKE) *crypt.Secret
}{
	{"DH shared secret", "compute DH's shared.", func(k *keys.IKE) *crypt.Secret { return &k.SharedSecret }},
	{"SKEYID", "SKEYID computed:", func(k *keys.IKE) *crypt.Secret { return &k.SKEYID }},
	{"SKEYID_d", "SKEYID_d computed:", func(k *keys.IKE) *crypt.Secret { return &k.SKEYIDd }},
	{"SKEYID_a", "SKEYID_a computed:", func(k *keys.IKE) *crypt.Secret { return &k.SKEYIDa }},
	{"SKEYID_e", "SKEYID_e computed:", func(k *keys.IKE) *crypt.Secret { return &k.SKEYIDe }},
	{"encryption key", "final encryption key computed:", func(k *keys.IKE) *crypt.Secret { return &k.Ka }},
}

// maxWaiting bounds the SAs whose cookies have not been named.
const maxWaiting = 1024

func (r *racoon) end() {
	r.dumped()
	r.done()
	for _, k := range r.waiting {
		r.c.addIKE(*k)
	}
}

func (r *racoon) line(s string) bool {
	taken := false
	for part := range strings.SplitSeq(s, "#012") {
		taken = r.part(strings.TrimSpace(part)) || taken
	}
	return taken
}

func (r *racoon) part(s string) bool {
	for _, a := range announcements {
		if strings.HasSuffix(s, a.text) {
			r.c.log = true
			r.dumped()
			r.announce(a.field)
			r.what = a.name
			return true
		}
	}
	if r.to != nil {
		if groups := digitsAtEnd(s); len(groups) > 0 && len(r.groups)+len(groups) <= maxKey/4 {
			r.groups = append(r.groups, groups...)
			return true
		}
		if len(r.groups) > 0 || r.waited {
			r.dumped()
		}
		r.waited = true
	}
	return r.names(s)
}

// announce begins a key. One of a kind that is there already is another SA's.
func (r *racoon) announce(field func(*keys.IKE) *crypt.Secret) {
	if r.sa != nil && len(*field(r.sa)) > 0 {
		r.done()
	}
	if r.sa == nil {
		r.sa = &keys.IKE{Place: r.c.place, Version: 1}
		r.encr, r.hash = "", ""
	}
	r.to, r.waited = field(r.sa), false
}

// digitsAtEnd are the groups of digits that end a line, behind what a log puts
// before them.
func digitsAtEnd(s string) []string {
	words := strings.Fields(s)
	i := len(words)
	for i > 0 && len(words[i-1]) <= 8 && isHex(words[i-1]) {
		i--
	}
	if i > 0 && !strings.ContainsAny(words[i-1], ":,]") {
		return nil // words, not a log's tag
	}
	return words[i:]
}

// dumped ends a key.
func (r *racoon) dumped() {
	to, groups := r.to, r.groups
	r.to, r.groups = nil, nil
	if to == nil || len(groups) == 0 {
		return
	}
	if b, ok := r.c.numbers(r.sa.Place, r.sa.Name(), r.what, strings.Join(groups, " ")); ok {
		*to = b
	}
	if len(r.sa.Ka) > 0 && to == &r.sa.Ka {
		r.done()
	}
}

// done ends an SA. A shared secret alone is that of a phase 2.
func (r *racoon) done() {
	k := r.sa
	r.sa = nil
	if k == nil || len(k.Ka)+len(k.SKEYID)+len(k.SKEYIDe)+len(k.SKEYIDd) == 0 {
		return
	}
	n := *k
	if e, _, ok := ipsec.ParseEncr(r.encr); ok {
		n.Encr = e
	}
	n.Hash, _ = ipsec.ParseHash(r.hash)
	if n.Check() == nil {
		*k = n
	}
	switch {
	case r.cookies[1] != 0 && !r.used[r.cookies]:
		r.name(k)
	case len(r.waiting) < maxWaiting:
		r.waiting = append(r.waiting, k)
	default:
		r.c.addIKE(*k)
	}
}

// name gives k the cookies that were named last, and keeps it.
func (r *racoon) name(k *keys.IKE) {
	if r.used == nil {
		r.used = make(map[[2]uint64]bool)
	}
	r.used[r.cookies] = true
	k.InitiatorSPI, k.ResponderSPI = r.cookies[0], r.cookies[1]
	r.c.addIKE(*k)
}

// names reads the lines that name cookies or algorithms: "encryption(aes)",
// "hash(sha1)", "spi:bdbcb73da256a199:6a11589947e97349".
func (r *racoon) names(s string) bool {
	taken := false
	for w := range strings.FieldsSeq(s) {
		if name, ok := strings.CutPrefix(w, "encryption("); ok {
			r.encr = strings.Clone(strings.TrimSuffix(name, ")"))
			taken = true
		} else if name, ok := strings.CutPrefix(w, "hash("); ok {
			r.hash = strings.Clone(strings.TrimSuffix(name, ")"))
			taken = true
		} else if i, tail, ok := strings.Cut(strings.TrimPrefix(w, "spi:"), ":"); ok && len(i) == 16 && len(tail) >= 16 {
			initiator, ok1 := parseSPI64(i)
			responder, ok2 := parseSPI64(tail[:16])
			if !ok1 || !ok2 {
				continue
			}
			taken = true
			r.cookies = [2]uint64{initiator, responder}
			if responder != 0 && len(r.waiting) > 0 && !r.used[r.cookies] {
				k := r.waiting[0]
				r.waiting = r.waiting[1:]
				r.name(k)
			}
		}
	}
	return taken
}
