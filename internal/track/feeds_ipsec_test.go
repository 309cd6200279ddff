package track_test

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/aggfrag"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/vj"
)

func newIKE() *ike.Tracker { return ike.New(nil, ike.Limits{}) }

// nullKeys are the keys of SAs that encrypt nothing, whatever their SPIs are.
func nullKeys() *esptrack.Store {
	return esptrack.NewStore(keys.NewRing(&keys.Set{ESP: []*keys.ESP{{Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified(0)}}}))
}

// wrongKeys are n keys that decrypt nothing.
func wrongKeys(n int) *esptrack.Store {
	var set keys.Set
	for i := range n {
		key := make([]byte, 20)
		key[0] = byte(i)
		set.ESP = append(set.ESP, &keys.ESP{Encr: ipsec.EncrAESCBC, Key: key[:16], Integ: ipsec.IntegSHA1_96, IntegKey: key})
	}
	return esptrack.NewStore(keys.NewRing(&set))
}

// decrypts makes an observer of what s decrypts, and of a tracker behind it.
func decrypts(makeStore func() *esptrack.Store, behind func() track.Tracker) func() observer {
	return func() observer {
		s := makeStore()
		var t track.Tracker = vj.New()
		if behind != nil {
			t = behind()
		}
		return func(e *dissect.Engine, p *dissect.Packet) {
			s.Retry(e, p)
			t.Observe(e, p)
		}
	}
}

// clear is a packet of ESP that encrypts nothing.
func clear(spi, seq uint32, next byte, data ...byte) []byte {
	b := be.AppendUint32(be.AppendUint32(nil, spi), seq)
	b = append(b, data...)
	pad := byte(0)
	for len(b)%4 != 2 {
		pad++
		b = append(b, pad)
	}
	return append(b, pad, next)
}

func ciscoFragment(peer int, id uint16, number byte) []byte {
	body := be.AppendUint16([]byte{0, 0, 0, 8 + 16}, id)
	return datagram(host(peer), server, 500, 500, message(uint64(peer+1), 7, 132, 0x10, 2, 0, 0, append(append(body, number, 0), make([]byte, 16)...)))
}

// mainMode is the first message of a peer, or its answer.
func mainMode(peer int, answered bool) []byte {
	if answered {
		return ip(udp, server, host(peer), datagram(0, 0, 500, 500, message(uint64(peer+1), uint64(peer+1), 1, 0x10, 2, 0, 0, offer()))[20:])
	}
	return datagram(host(peer), server, 500, 500, message(uint64(peer+1), 0, 1, 0x10, 2, 0, 0, offer()))
}

// begun shows an SA between host(0) and server, and what rest says from the third packet on.
func begun(rest func(i int) []byte) func(i int) []byte {
	return func(i int) []byte {
		if i < 2 {
			return mainMode(0, i == 1)
		}
		return rest(i)
	}
}

func ipsecFeeds() []feed {
	sas := observes(newIKE)
	counted := watches(func() *esptrack.Tracker { return esptrack.New(0) })
	numbers := observes(esptrack.NewNumbers)
	nulls := observes(func() *esptrack.Nulls { return esptrack.NewNulls(esptrack.NewStore(keys.NewRing())) })
	secret := make([]byte, 60)
	return []feed{
		{of: "ike.Tracker", what: "half-open SAs", make: sas, frame: func(i int) []byte { return mainMode(i, false) }},
		{of: "ike.Tracker", what: "half-open SAs of one peer", make: sas, frame: func(i int) []byte {
			return datagram(host(0), server, 500, 500, message(uint64(i+1), 0, 1, 0x10, 2, 0, 0, offer()))
		}},
		{of: "ike.Tracker", what: "answered SAs", make: sas, frame: func(i int) []byte { return mainMode(i/2, i%2 == 1) }},
		{of: "ike.Tracker", what: "SAs captured late", make: sas, frame: func(i int) []byte {
			return datagram(host(i), server, 500, 500, message(uint64(i+1), uint64(i+1), 8, 0x10, 5, 1, uint32(i), secret))
		}},
		{of: "ike.Tracker", what: "SAs of IKEv2", make: sas, frame: func(i int) []byte {
			return datagram(host(i), server, 500, 500, message(uint64(i+1), uint64(i+1), 46, 0x20, 35, 8, 1, append([]byte{0, 0, 0, 64}, secret...)))
		}},
		{of: "ike.Tracker", what: "messages of one SA", make: sas, frame: begun(func(i int) []byte {
			return datagram(host(0), server, 500, 500, message(1, 1, 8, 0x10, 5, 1, uint32(i), secret))
		})},
		{of: "ike.Tracker", what: "requests of IKEv2", make: sas, frame: func(i int) []byte {
			return datagram(host(0), server, 500, 500, message(1, 1, 46, 0x20, 37, 8, uint32(i), append([]byte{0, 0, 0, 64}, secret...)))
		}},
		{of: "ike.Tracker", what: "fragments of one message", make: sas, frame: func(i int) []byte {
			b := be.AppendUint16([]byte{0, 0, 0, 68}, uint16(1+i%60000))
			return datagram(host(0), server, 500, 500, message(1, 1, 53, 0x20, 35, 8, 1, append(be.AppendUint16(b, 60000), secret...)))
		}},
		{of: "ike.Tracker", what: "children of one SA", make: sas, frame: begun(func(i int) []byte {
			return datagram(host(0), server, 500, 500, message(1, 1, 8, 0x10, 32, 1, uint32(i), secret))
		})},
		{of: "ike.Tracker", what: "copies of a message", make: sas, frame: begun(func(int) []byte { return mainMode(0, true) })},
		{of: "ike.Tracker", what: "moves of a peer", make: sas, frame: begun(func(i int) []byte {
			return datagram(host(i), server, uint16(i), 4500, append(make([]byte, 4), message(1, 1, 8, 0x10, 5, 1, uint32(i), secret)...))
		})},
		{of: "ike.Tracker", what: "notifications of one SA", make: sas, frame: begun(func(i int) []byte {
			return datagram(host(0), server, 500, 500, message(1, 1, 11, 0x10, 5, 0, uint32(i), []byte{0, 0, 0, 12, 0, 0, 0, 1, 1, 0, 0x60, 2}))
		})},
		{of: "ike.Tracker", what: "keepalives", make: sas, frame: func(i int) []byte {
			return datagram(host(i), server, 4500, 4500, []byte{0xff})
		}},
		{of: "ike.Tracker", what: "ESP beside SAs", make: sas, frame: func(i int) []byte {
			if i%3 < 2 {
				return mainMode(i/3, i%3 == 1)
			}
			return ip(esp, host(i/3), server, espPacket(uint32(i), 1))
		}},
		{of: "esp.Tracker", what: "SAs", make: counted, frame: func(i int) []byte { return ip(esp, host(i), server, espPacket(uint32(i), 1)) }},
		{of: "esp.Tracker", what: "SPIs of one peer", make: counted, frame: func(i int) []byte { return ip(esp, host(0), server, espPacket(uint32(i), 1)) }},
		{of: "esp.Tracker", what: "packets backwards", make: counted, frame: func(i int) []byte {
			return ip(esp, host(0), server, espPacket(1, uint32(2*(many-i))))
		}},
		{of: "esp.Tracker", what: "packets with gaps", make: counted, frame: func(i int) []byte {
			return ip(esp, host(0), server, espPacket(1, uint32(i)*5000))
		}},
		{of: "esp.Numbers", what: "SAs", make: numbers, frame: func(i int) []byte { return ip(esp, host(i), server, espPacket(uint32(i), 1)) }},
		{of: "esp.Numbers", what: "packets with gaps", make: numbers, frame: func(i int) []byte {
			return ip(esp, host(0), server, espPacket(1, uint32(i)*5000))
		}},
		{of: "esp.Nulls", what: "SAs", make: nulls, frame: func(i int) []byte { return ip(esp, host(i), server, espPacket(uint32(i), 1)) }},
		{of: "esp.Nulls", what: "SAs that encrypt nothing", make: nulls, frame: func(i int) []byte {
			in := datagram(host(i/2), server, 5000, 5001, []byte("data"))
			return ip(esp, host(i/2), server, clear(uint32(256+i/2), uint32(i%2+1), 4, in...))
		}},
		{of: "esp.Store", what: "SAs", make: decrypts(nullKeys, nil), frame: func(i int) []byte {
			return ip(esp, host(i), server, clear(uint32(256+i), 1, udp, []byte("\x13\x88\x13\x88\x00\x0c\x00\x00data")...))
		}},
		{of: "esp.Store", what: "SAs that no key fits", make: decrypts(func() *esptrack.Store { return wrongKeys(2) }, nil), frame: func(i int) []byte {
			return ip(esp, host(i), server, append(espPacket(uint32(256+i), 1), make([]byte, 12)...))
		}},
		{of: "esp.Store", what: "packets that no key fits", make: decrypts(func() *esptrack.Store { return wrongKeys(2) }, nil), frame: func(i int) []byte {
			return ip(esp, host(0), server, append(espPacket(256, uint32(i+1)), make([]byte, 12)...))
		}},
		{of: "esp.inside", what: "SAs", frame: func(i int) []byte { return ip(esp, host(i), server, espPacket(uint32(i), 1)) },
			make: observes(func() track.Tracker { return esptrack.Inside(esptrack.NewNumbers()) })},
		{of: "esp.outside", what: "SAs", frame: func(i int) []byte { return ip(esp, host(i), server, espPacket(uint32(i), 1)) },
			make: observes(func() track.Tracker { return esptrack.Outside(esptrack.NewNumbers()) })},
		{of: "aggfrag.Tracker", what: "SAs", make: decrypts(nullKeys, func() track.Tracker { return aggfrag.New() }), frame: func(i int) []byte {
			return ip(esp, host(i), server, clear(uint32(256+i), 1, 144, []byte("\x00\x00\x00\x00\x45\x00\x00\x40\x00\x00\x00\x00")...))
		}},
		{of: "aggfrag.Tracker", what: "payloads of one SA", make: decrypts(nullKeys, func() track.Tracker { return aggfrag.New() }), frame: func(i int) []byte {
			return ip(esp, host(0), server, clear(256, uint32(i+1), 144, []byte("\x00\x00\xff\xff\x45\x00\xff\xff\x00\x00\x00\x00")...))
		}},
	}
}
