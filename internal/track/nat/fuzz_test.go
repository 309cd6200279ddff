package nat_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// FuzzTracker shows a tracker what is left of real packets on both sides of a NAT: no
// panic, no more kept than the bound, and the account adds up.
func FuzzTracker(f *testing.F) {
	packets := labtest.Copies(f, "../../../fixtures/pcaps/17-nat-overload.pcapng")
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Add(make([]byte, 64))
	f.Add([]byte("\x00\x00\x02\x10\x02\x20\x04\x01\x00\x05\x09\x03\x24\x01\x02\x00\x10\xff\x00\x00\x01\x02\x22\x10\x04\x02\x02\x10\x01"))
	limits := nat.Limits{Translations: 8, Flows: 16, Pending: 64}
	f.Fuzz(func(t *testing.T, input []byte) {
		player.Restart()
		tracker, fragments := nat.New(limits), frag.New(frag.DefaultLimits)
		player.Play(labtest.NewChoices(input), packets, func(p *dissect.Packet) {
			fragments.Observe(player.Engine, p)
			tracker.Watch(p)
		})
		for _, inside := range []nat.Inside{{}, {Interface: packets[0].Iface.Label()}} {
			checkAccount(t, tracker.Account(inside), player, limits)
		}
	})
}

func checkAccount(t *testing.T, a *nat.Account, player *labtest.Player, limits nat.Limits) {
	t.Helper()
	rows := 0
	for x := range a.Translations() {
		rows++
		if c := x.Confidence(); !(c >= 0 && c <= 1) {
			t.Errorf("a confidence of %v", c)
		}
		if x.Untouched() || x.Packets() == 0 && x.Evidence.Errors == 0 {
			t.Errorf("%+v is no translation", x)
		}
	}
	if rows != a.Len() || rows > limits.Translations {
		t.Errorf("%d translations, of %d", rows, a.Len())
	}
	sum, told := 0, 0
	for range a.Untranslated() {
		told++
	}
	for _, n := range a.Reasons() {
		sum += n
	}
	if told != sum || told > limits.Flows {
		t.Errorf("%d conversations without a translation, %d reasons", told, sum)
	}
	for _, leak := range a.Leaks() {
		_ = leak.String()
	}
	if a.Hits+a.Misses > a.Packets {
		t.Errorf("%d and %d of %d packets were recognised", a.Hits, a.Misses, a.Packets)
	}
	for _, p := range a.Statistics(player.Now).Pools {
		if u := p.Used(); !(u >= 0 && u <= 1) || p.Risk() == "" {
			t.Errorf("%+v", p)
		}
	}
}
