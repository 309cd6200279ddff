//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
)

// secretNames are the keys of our JSON whose values are secret.
var secretNames = []string{
	"skeyid", "skeyid_d", "skeyid_a", "skeyid_e", "enc_key", "skeyseed", "sk_d", "sk_ai", "sk_ar", "sk_ei", "sk_er", "sk_pi",
	"sk_pr", "encr_key", "auth_key", "dh_shared_secret", "dh_private", "pfs_shared_secret", "pfs_dh_private", "psk",
}

// secretsOf are all secrets in a key file.
func secretsOf(t *testing.T, file string) (all [][]byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"ike", "esp"} {
		for _, record := range doc[list].([]any) {
			for _, name := range secretNames { // not in a map's order: a short psk at the front looks like a cookie
				s, ok := record.(map[string]any)[name].(string)
				if !ok || len(s) < 16 {
					continue
				}
				secret, err := hex.DecodeString(s)
				if err != nil {
					t.Fatalf("%s: %s", file, name)
				}
				all = append(all, secret)
			}
		}
	}
	if len(all) < 8 || !bytes.Contains(b, leaks(all[0])[0]) {
		t.Fatalf("%s: %d secrets", file, len(all))
	}
	return all
}

// leaks are the ways in which a secret would stand in a text.
func leaks(secret []byte) (ways [][]byte) {
	lower := hex.EncodeToString(secret)
	spaced := func(sep string) string {
		var pairs []string
		for i := 0; i < len(lower); i += 2 {
			pairs = append(pairs, lower[i:i+2])
		}
		return strings.Join(pairs, sep)
	}
	for _, s := range []string{lower, strings.ToUpper(lower), spaced(" "), spaced(":"), base64.StdEncoding.EncodeToString(secret), string(secret)} {
		ways = append(ways, []byte(s))
	}
	return ways
}

// noLeak looks for the secrets in an output.
func noLeak(t *testing.T, what string, out []byte, secrets [][]byte) {
	t.Helper()
	for i, secret := range secrets {
		for _, way := range leaks(secret) {
			if bytes.Contains(out, way) {
				t.Errorf("%s: secret %d, of %d bytes, is in the output", what, i, len(secret))
			}
		}
	}
}

// No output holds a key, but those of --to and --embed-keys.
func TestKeysStayInside(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	for _, name := range []string{"01-ikev1-main-seed", "03-ikev1-aggressive-3des-md5", "08-ikev2-aes128gcm-ecp256-udp4500"} {
		pcap, keys := filepath.Join(pcaps, name+".pcap"), filepath.Join(pcaps, name+".keys.json")
		secrets := secretsOf(t, keys)
		out := filepath.Join(t.TempDir(), "out.pcapng")
		for _, args := range [][]string{
			{"-n"}, {"-n", "-V"}, {"-n", "-x"}, {"-T", "pdml"}, {"-T", "json"}, {"-T", "ek"}, {"-z", "io,phs", "-q"}, {"-Y", "esp || isakmp"},
			{"-w", out}, {"decrypt", "-w", out}, {"decrypt", "-w", out, "--only-tunnel", "--link", "ethernet"},
			{"show", "crypto", "isakmp", "sa", "detail"}, {"show", "crypto", "ikev2", "sa", "detail"},
			{"show", "crypto", "ipsec", "sa", "detail"}, {"show", "crypto", "ipsec", "sa", "--format", "json"}, {"show", "crypto", "session"},
			{"show", "crypto", "isakmp", "sa", "detail", "--format", "svg"}, {"report"},
			{"keys"}, {"keys", "--format", "json"},
		} {
			cmd := program(append(slices.Clone(args), "-r", pcap, "--keys", keys)...)
			said, err := cmd.CombinedOutput()
			if err != nil || len(said) == 0 {
				t.Fatalf("%s: %q: %v\n%s", name, args, err, said)
			}
			if b, err := os.ReadFile(out); err == nil {
				said = append(said, b...)
				_ = os.Remove(out)
			}
			noLeak(t, name+": "+strings.Join(args, " "), said, secrets)
		}
	}
}

// Problems of keys are reported without the keys: each secret of the file becomes
// too long by a digit, no digits at all, or stands where something else should.
func TestBadKeysStayInside(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	const name = "01-ikev1-main-seed"
	keys := filepath.Join(pcaps, name+".keys.json")
	secrets := secretsOf(t, keys)
	whole, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	key, mac := hex.EncodeToString(secrets[0]), hex.EncodeToString(secrets[1])
	files := map[string]string{
		"odd.json":    strings.ReplaceAll(string(whole), `"encr_key": "`, `"encr_key": "0`),
		"digits.json": strings.ReplaceAll(string(whole), `_key": "`, `_key": "xyz`),
		"cut.json":    string(whole[:len(whole)/2]),
		"place.json":  strings.ReplaceAll(string(whole), `"spi": "`, `"spi": "`+key),
		"esp_sa":      `"IPv4","80.1.0.2","80.2.0.2","` + key + `","AES-CBC [RFC3602]","0x` + key + key + key + `","HMAC-SHA-1-96 [RFC2404]","0x` + mac + `0"` + "\n",
		"columns":     `"IPv4","0x` + key + `","80.2.0.2"` + "\n",
		"tcpdump":     "0x0b34389d@" + key + " aes128-cbc:0x" + mac + "zz\n" + "aes128-cbc-hmac96:0x" + key + key + key + "\n",
		"ikev2":       key + "," + mac + "\n",
		"xfrm":        "src 80.1.0.2 dst 80.2.0.2\n\tproto esp spi 0x0b34389d\n\tauth-trunc hmac(sha1) 0x" + key + "0 96\n\tenc cbc(aes) 0x" + mac + key + "\n",
		"log":         "SKEYID_d secret => 20 bytes\n" + mac + "\n",
	}
	for file, text := range files {
		path := filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"-n", "-r", filepath.Join(pcaps, name+".pcap")}, {"keys"}, {"keys", "--format", "json", "-r", filepath.Join(pcaps, name+".pcap")}} {
			said, _ := program(append(args, "--keys", path)...).CombinedOutput()
			if len(said) == 0 {
				t.Errorf("%s: nothing was said", file)
			}
			noLeak(t, file, said, secrets)
		}
	}
}

// A process that dies with all its stacks on standard error does not show them
// either, in any word.
func TestKeysStayInsideWhenKilled(t *testing.T) {
	t.Parallel()
	const name = "01-ikev1-main-seed"
	keys := filepath.Join(pcaps, name+".keys.json")
	capture, err := os.ReadFile(filepath.Join(pcaps, name+".pcap"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := program("-n", "-r", "-", "--keys", keys, "--no-sandbox")
	cmd.Env = append(os.Environ(), "GOTRACEBACK=all")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(capture); err != nil { // and no end
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 4<<10)); err != nil { // packets are opened by now
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || !bytes.Contains(errs.Bytes(), []byte("goroutine ")) {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	secrets := secretsOf(t, keys)
	noLeak(t, "stacks", errs.Bytes(), secrets)
	for i, secret := range secrets {
		for k := 0; k+8 <= len(secret); k++ {
			word := slices.Clone(secret[k : k+8])
			slices.Reverse(word) // as a processor's word is printed
			if bytes.Contains(errs.Bytes(), []byte(hex.EncodeToString(word))) {
				t.Errorf("a word of secret %d is in the stacks", i)
			}
		}
	}
}
