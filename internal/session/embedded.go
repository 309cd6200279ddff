package session

import (
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// embeddedSecrets is a source whose captures may hold keys of ESP: in decryption
// secrets blocks, which stand before the packets that they decrypt.
type embeddedSecrets struct {
	capture.Source
	metas capture.Described
	store *esp.Store
	seen  map[*capture.Meta]int // how many of its secrets are stored
}

func newEmbeddedSecrets(in *input, store *esp.Store) *embeddedSecrets {
	return &embeddedSecrets{Source: in.source, metas: in.metas, store: store, seen: map[*capture.Meta]int{}}
}

// Next implements capture.Source.
func (b *embeddedSecrets) Next(p *capture.Packet) error {
	err := b.Source.Next(p)
	for _, m := range b.metas.Metas() {
		for ; b.seen[m] < len(m.Secrets); b.seen[m]++ {
			b.add(m.Secrets[b.seen[m]])
		}
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (b *embeddedSecrets) Buffered() bool {
	return capture.Buffered(b.Source)
}

// add stores the keys of one block.
func (b *embeddedSecrets) add(x capture.Secrets) {
	if x.Type == SecretsESP {
		for _, e := range forms.ParseSecrets("decryption secrets of the capture", x.Data).ESP {
			b.store.Add(e) // loadKeys has stored those of a file already; adding them again is harmless
		}
	}
}

// SecretsESP is the type of a decryption secrets block that holds keys of ESP,
// in rows of Wireshark's table.
const SecretsESP = 0x45535053
