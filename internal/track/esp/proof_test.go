package esp

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/esp"
)

// Packets of an SA that no key decrypts are tried with all of many keys ever less often;
// new keys are tried at once.
func TestKeysThatFail(t *testing.T) {
	var s proofs
	k := Key{SPI: 256}
	all := 0
	for range 100_000 {
		if s.due(k, 1) {
			all++
		}
		s.fail(k, esp.WrongICV, 1)
	}
	if want := patientTries + 13; all != want { // 16, 32 ... 65536
		t.Errorf("all keys are tried on %d packets, want %d", all, want)
	}
	if !s.due(k, 2) || !s.due(Key{SPI: 257}, 1) {
		t.Error("a new key, or another SA, is not tried")
	}
}
