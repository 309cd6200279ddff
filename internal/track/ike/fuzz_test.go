package ike_test

import (
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// fuzzLimit is what the tracker may keep while it is fuzzed.
const fuzzLimit = 1 << 16

// messages are the IKE messages of a capture, as FuzzTracker takes them: the sender,
// the length, the bytes.
func messages(tb testing.TB, name string) (out []byte) {
	list, _ := frames(tb, name+".pcap")
	for _, f := range list {
		const headers = 14 + 20 + 8
		if len(f) <= headers || f[23] != 17 {
			continue
		}
		m := f[headers:]
		if binary.BigEndian.Uint16(f[36:]) == 4500 && len(m) > 4 {
			m = m[4:]
		}
		from := byte(0)
		if f[26] == 80 && f[27] == 2 {
			from = 1
		}
		out = append(binary.BigEndian.AppendUint16(append(out, from), uint16(len(m))), m...)
	}
	return out
}

// Whatever is sent, with whatever keys: no panic, no more memory than the bound,
// and what is reported adds up.
func FuzzTracker(f *testing.F) {
	var known []*keys.IKE
	for _, name := range []string{"01-ikev1-main-seed", "03-ikev1-aggressive-3des-md5", "07-ikev1-nat-t", "08-ikev2-aes128gcm-ecp256-udp4500"} {
		set, err := forms.Read(filepath.Join(pcaps, name+".keys.json"))
		if err != nil {
			f.Fatal(err)
		}
		known = append(known, set.IKE...)
		f.Add(messages(f, name), []byte("0123456789abcdef"))
	}
	s := newSender(f)
	f.Fuzz(func(t *testing.T, data, key []byte) {
		s.number = 0
		key = append(key, make([]byte, 32)...)
		set := &keys.Set{IKE: append([]*keys.IKE{
			// For any SA, whatever cipher it has.
			{Version: 1, Ka: key[:16], SKEYIDa: key[:20]}, {Version: 1, Ka: key[:24]}, {Version: 1, Ka: key[:8]},
			{Version: 1, SharedSecret: key}, {Version: 1, DHPrivate: key[:20], Group: 2},
			{Version: 2, SKei: key[:20], SKer: key[:20], SKai: key[:20], SKar: key[:20], SKd: key[:32], SKpi: key[:32], SKpr: key[:32]},
			{Version: 2, SharedSecret: key}, {Version: 2, SKEYSEED: key[:32]}, {Version: 2, DHPrivate: key[:32], Group: 19},
		}, known...), PSK: []*keys.PSK{{Text: key}}}
		tr := ike.New(keys.NewRing(set), ike.Limits{Bytes: fuzzLimit})
		tr.Derived = func(*keys.ESP) {}
		shown := uint64(0)
		for len(data) >= 3 {
			from, n := data[0], min(int(binary.BigEndian.Uint16(data[1:])), len(data)-3)
			ip := [2]uint32{10<<24 | 1 + uint32(from>>4), 10<<24 | 2}
			port := uint16(500)
			m := data[3 : 3+n]
			if from&2 != 0 {
				port, m = 4500, append(make([]byte, 4), m...)
			}
			s.send(tr, ip[from&1], ip[1-from&1], port, port, m)
			shown++
			if n, _ := tr.Len(); tr.Bytes() > fuzzLimit && n > 1 {
				t.Fatalf("%d bytes are kept", tr.Bytes())
			}
			data = data[3+len(data[3:3+n]):]
		}
		told := uint64(0)
		for x := range tr.SAs() {
			told += x.Messages
			if x.Decrypted+x.NotDecrypted > x.Encrypted || x.Retransmits+x.Elsewhere > x.Messages {
				t.Errorf("%d messages, %d encrypted, %d decrypted, %d not decrypted, %d again, %d elsewhere", x.Messages, x.Encrypted, x.Decrypted, x.NotDecrypted, x.Retransmits, x.Elsewhere)
			}
			_ = x.CheckedPSKs()
		}
		for x := range tr.HalfOpen(func(ike.Known) bool { return true }) {
			told += x.Messages
		}
		if told > shown {
			t.Errorf("%d messages are told of, %d were shown", told, shown)
		}
	})
}
