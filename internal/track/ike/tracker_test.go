package ike_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

const pcaps = "../../../fixtures/pcaps"

// follow shows a capture to a tracker.
func follow(t testing.TB, name string, tr *ike.Tracker, each func(*dissect.Packet)) {
	t.Helper()
	r := labtest.Registry(t)
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	fragments := frag.New(frag.DefaultLimits)
	for f := range labtest.Packets(t, name) {
		var p dissect.Packet
		p.Number, p.Time, p.Wire, p.Interface = f.Number, f.Time, f.WireLen, f.Iface.Label()
		e.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		fragments.Observe(e, &p)
		tr.Observe(e, &p)
		if each != nil {
			each(&p)
		}
		arena.Reset()
	}
}

// facts are what a capture's only SA comes to.
type facts struct {
	Version             uint8
	Exchange            uint8
	Late, Floated       bool
	Messages, Again     uint64
	Elsewhere           uint64
	WithoutKeys         string // its state where there are no keys
	State               string // and where there are
	Encrypted           uint64
	Proven              uint64 // HASH and AUTH payloads
	Asked, Answered     uint64 // DPD
	Children, Rekeys    int
	Gone                bool // deleted
	Encr                ipsec.Encr
	Hash                ipsec.Hash
	Auth                ipsec.AuthMethod
	Bits                int
	Group               ipsec.Group
	PRF                 ipsec.PRF
	Seconds             uint64
	InitiatorID         string
	Initiator, Responds string // where they are in the end
}

// What the captures hold is described in fixtures/pcaps/README.md. Numbers of
// messages are tshark's; which are encrypted, and which of them have a HASH, is
// in the files of keys, under decrypted_messages and check.
func TestSAs(t *testing.T) {
	main := facts{Version: 1, Exchange: 2, WithoutKeys: "QM_IDLE", State: "QM_IDLE", Encr: ipsec.EncrAESCBC, Bits: 128, Hash: ipsec.HashSHA1, PRF: ipsec.PRFSHA1, Auth: ipsec.AuthPSK, Group: ipsec.MODP1024, Seconds: 86400,
		Children: 1, InitiatorID: "\x50\x01\x00\x02", Initiator: "80.1.0.2:500", Responds: "80.2.0.2:500"}
	with := func(f facts, change func(*facts)) facts { change(&f); return f }
	aggressive := with(main, func(f *facts) {
		f.Exchange, f.State, f.Gone, f.Encr, f.Bits = 4, "MM_NO_STATE", true, ipsec.Encr3DES, 0
		f.Hash, f.PRF = ipsec.HashMD5, ipsec.PRFMD5
	})
	again := with(aggressive, func(f *facts) { f.Messages, f.Again, f.Encrypted, f.Proven = 9, 1, 7, 7 })
	gone := with(main, func(f *facts) {
		f.State, f.Gone, f.Children, f.Rekeys = "MM_NO_STATE", true, 2, 1
	})
	short := with(main, func(f *facts) { f.State, f.Gone, f.Messages, f.Encrypted, f.Proven = "MM_NO_STATE", true, 11, 7, 7 })
	second := facts{Version: 2, Exchange: 34, WithoutKeys: "READY", State: "DELETED", Gone: true, Proven: 2, Encr: ipsec.EncrAESGCM16, Bits: 128, PRF: ipsec.PRFSHA2_256, Group: ipsec.ECP256,
		InitiatorID: "\x50\x01\x00\x02", Initiator: "80.1.0.2:500", Responds: "80.2.0.2:500"}
	at4500 := func(f *facts) {
		f.Floated, f.Initiator, f.Responds = true, strings.TrimSuffix(f.Initiator, ":500")+":4500", strings.TrimSuffix(f.Responds, ":500")+":4500"
	}
	seed := with(gone, func(f *facts) { f.Messages, f.Encrypted, f.Proven, f.Asked, f.Answered = 19, 15, 15, 2, 2 })
	udp := with(gone, func(f *facts) { f.Messages, f.Encrypted, f.Proven, f.Asked, f.Answered = 17, 13, 13, 1, 1 })
	nat := with(short, func(f *facts) { f.InitiatorID, f.Initiator = "\x0a\x09\x00\x02", "10.9.0.2:500"; at4500(f) })
	rekeyed := with(second, func(f *facts) { f.Messages, f.Encrypted, f.Children, f.Rekeys = 10, 8, 2, 1 })
	for name, want := range map[string]facts{
		"01-ikev1-main-seed.pcap":                            seed,
		"01-ikev1-main-seed.site2-wan.pcap":                  seed,
		"01-ikev1-main-seed.pcapng":                          seed,
		"01-ikev1-main-seed-udp4500.pcap":                    with(udp, at4500),
		"01-ikev1-main-seed-rewritten-native.pcap":           udp,
		"03-ikev1-aggressive-3des-md5.pcap":                  with(aggressive, func(f *facts) { f.Messages, f.Encrypted, f.Proven, f.Children, f.Rekeys = 12, 10, 11, 2, 1 }),
		"03-ikev1-aggressive-3des-md5-udp4500.pcap":          with(again, at4500),
		"03-ikev1-aggressive-3des-md5-rewritten-native.pcap": again,
		"07-ikev1-nat-t.pcap":                                nat,
		"07-ikev1-nat-t.outside.pcap":                        with(nat, func(f *facts) { f.Initiator = "80.1.0.2:4500" }),
		"07-ikev1-nat-t-pat.pcap":                            nat,
		"07-ikev1-nat-t-pat.outside.pcap":                    with(nat, func(f *facts) { f.Initiator = "80.1.0.2:15406" }),
		"08-ikev2-aes128gcm-ecp256.pcap":                     with(second, func(f *facts) { f.Messages, f.Encrypted, f.Children = 6, 4, 1; at4500(f) }),
		"08-ikev2-aes128gcm-ecp256-udp4500.pcap":             with(rekeyed, at4500),
		"08-ikev2-aes128gcm-ecp256-rewritten-native.pcap":    rekeyed,
		"13-esp-null-sha1.pcap":                              short,
		"13-esp-null-sha1-udp4500.pcap":                      with(short, at4500),
		"13-esp-null-sha1-rewritten-native.pcap":             short,
		"19-esp-ip-fragments.pcap":                           short,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(pcaps, name)
			s := only(t, file, ike.New(nil, ike.Limits{}))
			if got := s.State.String(); got != want.WithoutKeys {
				t.Errorf("without keys: %s, want %s", got, want.WithoutKeys)
			}
			set, err := forms.Read(keyFile(t, file))
			if err != nil {
				t.Fatal(err)
			}
			s = only(t, file, ike.New(keys.NewRing(set), ike.Limits{}))
			got := facts{
				Version: s.Version, Exchange: uint8(s.Exchange), Late: s.Late, Floated: s.Floated, Messages: s.Messages, Again: s.Retransmits,
				Elsewhere: s.Elsewhere, WithoutKeys: want.WithoutKeys, State: s.State.String(), Encrypted: s.Encrypted, Proven: s.Proven,
				Asked: s.Probes.Asked, Answered: s.Probes.Answered, Children: len(s.Children), Gone: !s.Deleted.IsZero(),
				Encr: s.Policy.Encr, Hash: s.Policy.Hash, Auth: s.Policy.Auth, Bits: s.Policy.KeyBits, Group: s.Policy.Group,
				PRF: s.Policy.PRF, Seconds: s.Policy.Seconds, InitiatorID: string(s.IDs[ike.Initiator].Data),
				Initiator: s.Now[ike.Initiator].String(), Responds: s.Now[ike.Responder].String(),
			}
			for _, c := range s.Children {
				if c.Replaces != nil {
					got.Rekeys++
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			if s.Decrypted != s.Encrypted || s.Disproven > 0 || s.CheckedPSKs()[0].Proof != ipsec.Correct || s.CheckedPSKs()[1].Proof != ipsec.Correct {
				_, why := s.Secret()
				t.Errorf("%d of %d decrypted (%s), %d proofs wrong, pre-shared key %v", s.Decrypted, s.Encrypted, why, s.Disproven, s.SharedKey)
			}
		})
	}
}

// only is the SA of a capture that has one.
func only(t *testing.T, file string, tr *ike.Tracker) *ike.SA {
	t.Helper()
	follow(t, file, tr, nil)
	if n, half := tr.Len(); n != 1 || half != 0 {
		t.Fatalf("%d SAs, %d unanswered first messages", n, half)
	}
	for s := range tr.SAs() {
		return s
	}
	return nil
}

// keyFile is where the keys of a capture are: beside it, or beside the one that
// shows the same from elsewhere.
func keyFile(t *testing.T, file string) string {
	t.Helper()
	name := strings.TrimSuffix(strings.TrimSuffix(file, ".pcap"), ".pcapng")
	for {
		if _, err := os.Stat(name + ".keys.json"); err == nil {
			return name + ".keys.json"
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			t.Fatal("no keys for", file)
		}
		name = name[:i]
	}
}

// A first message that is refused in the clear, and one without a response.
func TestRefused(t *testing.T) {
	tr := ike.New(nil, ike.Limits{})
	s := only(t, filepath.Join(pcaps, "05-ikev1-phase1-no-proposal.pcap"), tr)
	const noProposalChosen = 14 // RFC 2408, section 3.14.1
	if s.State != ike.MMFailed || s.Failure.Word(1) != "NO-PROPOSAL-CHOSEN" || s.Failure.By != ike.Responder || s.Policy != nil || len(s.Notices) != 1 || s.Notices[0].Type != noProposalChosen || s.Notices[0].Role != ike.Responder {
		t.Errorf("%v, policy %v, notices %v", s.State, s.Policy, s.Notices)
	}
	tr.Clear()
	if n, half := tr.Len(); n+half != 0 || tr.Bytes() != 0 {
		t.Errorf("%d SAs, %d unanswered, %d bytes after Clear", n, half, tr.Bytes())
	}
}
