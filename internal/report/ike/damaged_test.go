package ike

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Reports cope with messages that were damaged: they end, and JSON stays JSON.
func TestIKEReportsOfAnything(t *testing.T) {
	registry := labtest.Registry(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"01-ikev1-main-seed", "03-ikev1-aggressive-3des-md5-udp4500", "08-ikev2-aes128gcm-ecp256-udp4500", "21-ikev1-payloads"} {
		file := filepath.Join("../../../fixtures/pcaps", name)
		set, err := forms.Read(file + ".keys.json")
		if err != nil {
			set = &keys.Set{}
		}
		for round := range 50 {
			sas := ike.New(keys.NewRing(set), ike.Limits{})
			damaged(t, registry, file+".pcap", sas, random, round)
			for version := uint8(1); version <= 2; version++ {
				all := negotiations{Tracker: sas, version: version, flush: func(b []byte) []byte { return b }}
				at := time.Unix(1_800_000_000, 0)
				text := appendISAKMPDetail(appendISAKMP(nil, all, at), all, at)
				text = appendIKEv2Detail(appendIKEv2(text, all, at), all, at)
				if i := bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }); i >= 0 {
					t.Errorf("%s: byte %#x reaches the terminal", name, text[i])
				}
				var out bytes.Buffer
				if err := render.WriteReport(&out, "json", render.Report{Table: table(all, at, true)}); err != nil || !json.Valid(out.Bytes()) {
					t.Errorf("%s: %v\n%s", name, err, out.Bytes())
				}
			}
		}
	}
}

// damaged shows a capture to a tracker, with so many bytes of each datagram
// changed.
func damaged(t *testing.T, registry *dissect.Registry, file string, sas *ike.Tracker, random *rand.Rand, bytes int) {
	e := dissect.NewEngine(registry)
	const headers = 14 + 20 + 8
	for f := range labtest.Packets(t, file) {
		for range bytes {
			if n := len(f.Data) - headers; n > 0 {
				f.Data[headers+random.IntN(n)] ^= byte(random.IntN(256))
			}
		}
		var p dissect.Packet
		p.Number, p.Time = f.Number, f.Time
		e.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		sas.Observe(e, &p)
	}
}
