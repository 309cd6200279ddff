package cli

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// TestEvidenceAsTshark holds the evidence of every finding against tshark: the frame has
// the field with the value that the finding names. tshark decrypts with the tables that
// keys --to writes; what it cannot decrypt, such as IKE by ciphers that its tables have no
// name for, is held against -T fields.
func TestEvidenceAsTshark(t *testing.T) {
	t.Parallel()
	labtest.Program(t, "tshark")
	var checked atomic.Int64
	sideBySide(capturesBelow(t, "../../fixtures", math.MaxInt), func(file string) {
		if strings.HasSuffix(file, ".inner.pcap") {
			return
		}
		checked.Add(checkEvidence(t, file, nil))
		if log := strings.TrimSuffix(file, ".pcap") + ".log"; fileThere(log) {
			checked.Add(checkEvidence(t, file, []string{"--keys", log}))
		}
	})
	if checked.Load() == 0 {
		t.Error("no evidence was held against tshark")
	}
	t.Logf("%d fields of frames", checked.Load())
}

func fileThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// A toldFact is one piece of the evidence of a finding.
type toldFact struct {
	Frame uint64 `json:"frame"`
	Field string `json:"field"`
	Value string `json:"value"`
}

// checkEvidence holds the findings of one capture against tshark, and returns how many
// fields it compared.
func checkEvidence(t *testing.T, file string, keys []string) (n int64) {
	t.Helper()
	out, _ := program(append([]string{"diagnose", "--audit", "--format", "json", file}, keys...)...).Output()
	var findings []struct {
		Rule     string     `json:"rule"`
		Evidence []toldFact `json:"evidence"`
	}
	if err := json.Unmarshal(out, &findings); err != nil {
		t.Errorf("%s: %v", file, err)
		return 0
	}
	fields := map[string]bool{}
	for _, x := range findings {
		for _, e := range x.Evidence {
			if e.Frame > 0 && e.Field != "" {
				fields[e.Field] = true
			}
		}
	}
	if len(fields) == 0 {
		return 0
	}
	seen := fieldsByTshark(t, file, keys, slices.Sorted(maps.Keys(fields)))
	for _, x := range findings {
		for _, e := range x.Evidence {
			if e.Frame == 0 || e.Field == "" {
				continue
			}
			n++
			values := seen[e.Frame][e.Field]
			if keys != nil && slices.Equal(values, []string{""}) {
				values = ownFields(file, keys, e)
			}
			if !slices.Contains(values, e.Value) && strings.Join(values, ",") != e.Value {
				t.Errorf("%s %v: %s: frame %d: %s is %q, for tshark %q", file, keys, x.Rule, e.Frame, e.Field, e.Value, values)
			}
		}
	}
	return n
}

// ownFields are the values of a field as -T fields prints them.
func ownFields(file string, keys []string, e toldFact) []string {
	out, _ := program(append([]string{"-r", file, "-Y", "frame.number == " + strconv.FormatUint(e.Frame, 10), "-T", "fields", "-e", e.Field}, keys...)...).Output()
	return strings.Split(strings.TrimSpace(string(out)), ",")
}

// fieldsByTshark asks tshark for fields, by frame and name.
func fieldsByTshark(t *testing.T, file string, keys, fields []string) map[uint64]map[string][]string {
	t.Helper()
	const separator, aggregator = "\x1f", "\x1e"
	args := []string{"-n", "-r", file, "-T", "fields", "-E", "separator=" + separator, "-E", "occurrence=a", "-E", "aggregator=" + aggregator, "-e", "frame.number"}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	cmd := exec.Command("tshark", args...)
	cmd.Env = append(os.Environ(), "WIRESHARK_CONFIG_DIR="+tablesOf(t, file, keys))
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("tshark %s: %v", file, err)
	}
	seen := map[uint64]map[string][]string{}
	for line := range strings.SplitSeq(string(out), "\n") {
		columns := strings.Split(line, separator)
		number, err := strconv.ParseUint(columns[0], 10, 64)
		if err != nil || len(columns) != 1+len(fields) {
			continue
		}
		seen[number] = map[string][]string{}
		for i, f := range fields {
			seen[number][f] = strings.Split(columns[1+i], aggregator)
		}
	}
	return seen
}

// tablesOf is a folder with the keys in Wireshark's tables.
func tablesOf(t *testing.T, file string, keys []string) string {
	t.Helper()
	dir := t.TempDir()
	if keys == nil {
		return dir
	}
	for form, name := range map[string]string{"ikev1": "ikev1_decryption_table", "ikev2": "ikev2_decryption_table", "esp_sa": "esp_sa"} {
		out, _ := program(append([]string{"keys", "-r", file, "--to", form}, keys...)...).Output()
		if err := os.WriteFile(filepath.Join(dir, name), out, 0o600); err != nil {
			t.Error(err)
		}
	}
	return dir
}
