package main

import (
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"
)

// A tunnel's file has full packets that can be decrypted, until a bit is flipped.
func TestTunnel(t *testing.T) {
	for _, s := range suites {
		t.Run(s.name, func(t *testing.T) {
			const n = 10
			file, keys, err := s.makeTunnel(t.TempDir(), n)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Dir(keys) != filepath.Dir(file) {
				t.Errorf("keys in %s", keys)
			}
			packets, err := espPackets(file)
			if err != nil || len(packets) != n {
				t.Fatalf("%d packets, %v", len(packets), err)
			}
			with := s.make(s.key, s.mac)
			room := make([]byte, 2*tunnelPacket)
			for i, p := range packets {
				if size := len(p) + 20; size > tunnelPacket || size <= tunnelPacket-s.block {
					t.Errorf("packet %d is %d bytes long", i, size)
				}
				plain := with.decrypt(room, p)
				if plain == nil {
					t.Fatalf("packet %d does not open", i)
				}
				pad := int(plain[len(plain)-2])
				inner := plain[:len(plain)-2-pad]
				if plain[len(plain)-1] != 4 || int(binary.BigEndian.Uint16(inner[2:])) != len(inner) || sum(inner[:20]) != 0xffff {
					t.Errorf("packet %d: % x", i, inner[:20])
				}
				p[len(p)-1] ^= 1
				if with.decrypt(room, p) != nil {
					t.Errorf("packet %d opens though its ICV is wrong", i)
				}
			}
			if err := alone(s.name, file, new(strings.Builder)); err != nil {
				t.Error(err)
			}
		})
	}
}
