package ike_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// The words of IOS, message by message.
func TestStates(t *testing.T) {
	for name, want := range map[string]string{
		"01-ikev1-main-seed": "MM_NO_STATE MM_SA_SETUP MM_SA_SETUP MM_KEY_EXCH MM_KEY_EXCH MM_KEY_AUTH QM_IDLE QM_IDLE QM_IDLE",
		// The initiator is ready to go on when it has sent its proof.
		"03-ikev1-aggressive-3des-md5": "AG_NO_STATE AG_INIT_EXCH AG_AUTH QM_IDLE QM_IDLE QM_IDLE",
		"05-ikev1-phase1-no-proposal":  "MM_NO_STATE MM_NO_STATE",
		"08-ikev2-aes128gcm-ecp256":    "INIT-SENT INIT-DONE AUTH-SENT AUTH-ANSWERED",
	} {
		list, link := frames(t, name+".pcap")
		s, tr := newSender(t), ike.New(nil, ike.Limits{})
		var got []string
		for _, f := range list[2:] { // ARP comes first
			s.show(tr, f, link)
			for x := range tr.SAs() {
				got = append(got, x.State.String())
			}
			for x := range tr.HalfOpen(func(ike.Known) bool { return true }) {
				got = append(got, x.State.String())
			}
			if len(got) == len(strings.Fields(want)) {
				break
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// A negotiation while an SA of IKEv1 can still be used replaces it; after a peer
// has deleted that, it begins anew.
func TestRenewed(t *testing.T) {
	set, err := forms.Read(filepath.Join(pcaps, "01-ikev1-main-seed.keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, ring := range []*keys.Ring{nil, keys.NewRing(set)} {
		s, tr := newSender(t), ike.New(ring, ike.Limits{})
		list, link := frames(t, "01-ikev1-main-seed.pcap")
		for _, f := range list {
			s.show(tr, f, link)
		}
		for _, f := range list { // with other cookies, for which there are no keys
			const headers = 14 + 20 + 8
			if f[23] == 17 && len(f) > headers+16 && f[34] == 1 && f[35] == 0xf4 {
				f[headers] ^= 0xff
				if string(f[headers+8:headers+16]) != strings.Repeat("\x00", 8) {
					f[headers+8] ^= 0xff
				}
			}
			s.show(tr, f, link)
		}
		var all []*ike.SA
		for x := range tr.SAs() {
			all = append(all, x)
		}
		if len(all) != 2 {
			t.Fatalf("%d SAs", len(all))
		}
		switch old, next := all[0], all[1]; {
		case ring == nil && (next.Replaces != old || old.ReplacedBy != next):
			t.Error("the second SA replaces the first")
		case ring != nil && (next.Replaces != nil || old.Deleted.IsZero()):
			t.Error("the first SA was deleted, the second begins anew")
		}
	}
}
