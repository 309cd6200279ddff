package cli

import (
	"errors"
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// embed writes the captures as they are, with the keys of those of their ESP SAs
// that could be opened: in a decryption secrets block before the first packet, in
// rows of Wireshark's esp_sa, which Wireshark and pktscope read from there.
func (d *decryption) embed(e *env, registry *dissect.Registry) int {
	if len(d.live.ifaces) > 0 || !seekable(d.files) {
		return e.complain(errors.New("--embed-keys reads a capture twice: name files"))
	}
	d.secrets.trial = true
	d.save.brings = new(capture.Meta)
	j, err := d.start(e, false)
	if err != nil {
		return e.fail(err)
	}
	defer j.close()
	j.derive(registry)
	sas := esp.New(0)
	trial := pipeline.Config{Source: d.secrets.second, Registry: registry, Watchers: []track.Watcher{sas}, Count: j.limit()}
	d.secrets.stages(&trial)
	pipeline.Run(j.interrupted, trial) // what is wrong with the captures is told when they are copied
	_ = d.secrets.second.Close()
	n := d.bring(e, sas)
	status := j.end(j.run(pipeline.Config{Registry: registry}))
	fmt.Fprintf(e.err, "the keys of %s embedded\n", plural(n, "SA"))
	if err := tellShut(e, sas); err != nil {
		return e.fail(err)
	}
	if status == exitOK && n == 0 {
		return e.fail(errors.New("decrypt: no ESP packet could be opened"))
	}
	return status
}

// bring puts the keys that opened SAs where the saver finds them, and returns how
// many there are.
func (d *decryption) bring(e *env, sas *esp.Tracker) (n int) {
	var rows []byte
	for s := range sas.SAs() {
		k := d.secrets.store.ProvenKey(s)
		if k == nil {
			continue
		}
		row, ok := k.AppendESPSA(rows, true)
		if !ok {
			fmt.Fprintf(e.err, "pktscope: ESP SPI 0x%08x: not embedded: Wireshark has no name for %s\n", s.SPI, k.Transform())
			continue
		}
		rows, n = row, n+1
	}
	if n > 0 {
		d.save.brings.Secrets = []capture.Secrets{{Type: secretsESP, Data: rows}}
	}
	return n
}

// A brought is what captures say beside their packets, and what is said before
// all of them.
type brought struct {
	first *capture.Meta
	capture.Described
}

// Metas implements capture.Described.
func (b brought) Metas() []*capture.Meta {
	return append([]*capture.Meta{b.first}, b.Described.Metas()...)
}

// plural is n of something in words.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
