package cli

import (
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
)

// A bringer is a source that brings keys of ESP along: in decryption secrets
// blocks, which stand before the packets that they open.
type bringer struct {
	capture.Source
	metas   capture.Described
	secrets *secrets
	seen    map[*capture.Meta]int // how many of its secrets were taken in
}

// Next implements capture.Source.
func (b *bringer) Next(p *capture.Packet) error {
	err := b.Source.Next(p)
	for _, m := range b.metas.Metas() {
		for ; b.seen[m] < len(m.Secrets); b.seen[m]++ {
			b.secrets.take(m.Secrets[b.seen[m]])
		}
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (b *bringer) Buffered() bool {
	s, ok := b.Source.(interface{ Buffered() bool })
	return !ok || s.Buffered()
}

// take takes in the keys of one block.
func (s *secrets) take(x capture.Secrets) {
	if x.Type == secretsESP {
		for _, e := range keys.ParseSecrets("decryption secrets of the capture", x.Data).ESP {
			s.store.Add(e) // load has those before the first packet of a file
		}
	}
}

// secretsESP is the type of a decryption secrets block that holds keys of ESP,
// in rows of Wireshark's table.
const secretsESP = 0x45535053
