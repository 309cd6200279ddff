package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// embedKeys saves the captures as they are, with the keys of the ESP SAs that
// could be decrypted: in a decryption secrets block before the first packet, in
// rows of Wireshark's esp_sa, which Wireshark and pktscope read from there.
func embedKeys(e *session.Env, plan *session.Plan, s *session.Session) int {
	sas := esp.New(0)
	s.Preview(sas)
	rows, n := decryptingKeys(e.Err, plan.ESP, sas)
	if n > 0 {
		s.Embed(capture.Secrets{Type: session.SecretsESP, Data: rows})
	}
	status := s.End(s.Run(s.Plain()))
	what := "SAs"
	if n == 1 {
		what = "SA"
	}
	fmt.Fprintf(e.Err, "the keys of %d %s embedded\n", n, what)
	if err := reportEncrypted(e.Err, sas); err != nil {
		return e.Fail(err)
	}
	if status == session.ExitOK && n == 0 {
		return e.Fail(errors.New("decrypt: no ESP packet could be decrypted"))
	}
	return status
}

// decryptingKeys are the keys that decrypted packets of n SAs, in rows of
// Wireshark's esp_sa.
func decryptingKeys(warn io.Writer, store *esp.Store, sas *esp.Tracker) (rows []byte, n int) {
	for s := range sas.SAs() {
		k := store.ProvenKey(s)
		if k == nil {
			continue
		}
		row, ok := forms.AppendESPSA(rows, k, true)
		if !ok {
			fmt.Fprintf(warn, "pktscope: ESP SPI 0x%08x: not embedded: Wireshark has no name for %s\n", s.SPI, k.Transform())
			continue
		}
		rows, n = row, n+1
	}
	return rows, n
}
