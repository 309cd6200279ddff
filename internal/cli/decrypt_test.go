package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
)

// A tunnelled capture, its keys, and the plaintext that was captured on the tunnel
// devices meanwhile.
type tunnelled struct{ name, keys, inner string }

// tunnelledCaptures are those of the project: also as seen beyond a NAT, and with
// the packets of ESP in UDP put into IP.
func tunnelledCaptures(t *testing.T) (list []tunnelled) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(pcaps, "*.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		name = strings.TrimSuffix(name, ".pcap")
		of := strings.TrimSuffix(name, ".outside")
		inner := strings.Replace(of, "-rewritten-native", "-udp4500", 1) + ".inner.pcap"
		if _, err := os.Stat(inner); err == nil && !strings.HasSuffix(name, ".inner") {
			list = append(list, tunnelled{name + ".pcap", of + ".keys.json", inner})
		}
	}
	if len(list) != 11+4+2 {
		t.Fatalf("%d captures", len(list))
	}
	return list
}

// contents are the packets of a capture, each with how often it is there.
func contents(t *testing.T, name string) (all map[string]int, link capture.LinkType) {
	t.Helper()
	all = map[string]int{}
	for p := range labtest.Packets(t, name) {
		all[string(p.Data)]++
		link = p.Link
	}
	return all, link
}

// secretsOnly writes the key file of a capture as one that has no key of ESP, but
// the secrets of their own key exchanges.
func secretsOnly(t *testing.T, from string) string {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for _, e := range doc["esp"].([]any) {
		for _, name := range []string{"encr", "encr_key", "auth", "auth_key"} {
			delete(e.(map[string]any), name)
		}
	}
	if b, err = json.Marshal(map[string]any{"ike": doc["ike"], "esp": doc["esp"]}); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "ike.json")
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// What comes out of the tunnels is what went into them, with the keys of ESP and
// with those of IKE alone.
func TestDecrypt(t *testing.T) {
	labtest.Slow(t)
	for _, c := range tunnelledCaptures(t) {
		t.Run(filepath.Base(c.name), func(t *testing.T) {
			t.Parallel()
			want, _ := contents(t, c.inner)
			for _, keys := range []string{c.keys, secretsOnly(t, c.keys)} {
				out := filepath.Join(t.TempDir(), "out.pcap")
				_, said := output(t, "decrypt", "-r", c.name, "-w", out, "--keys", keys, "--only-tunnel", "-F", "pcap")
				got, link := contents(t, out)
				if link != capture.LinkRaw || !maps.Equal(got, want) {
					t.Errorf("%d packets of %v, want %d; said %q", len(got), link, len(want), said)
				}
			}
		})
	}
}

// Others read what is written: each packet, and no checksum of IP is wrong.
func TestDecryptIsReadByOthers(t *testing.T) {
	t.Parallel()
	tshark := labtest.Program(t, "tshark")
	tcpdump := labtest.Program(t, "tcpdump")
	name := filepath.Join(pcaps, "01-ikev1-main-seed")
	plain, _ := output(t, "-n", "-r", name+".inner.pcap", "-T", "fields", "-e", "frame.number")
	n := bytes.Count(plain, []byte("\n"))
	for _, format := range []string{"pcap", "pcapng"} {
		for _, link := range []string{"raw", "ethernet"} {
			out := filepath.Join(t.TempDir(), "out."+format)
			output(t, "decrypt", name+".pcap", "-w", out, "--keys", name+".keys.json", "--only-tunnel", "-F", format, "--link", link)
			rows, err := exec.Command(tshark, "-n", "-r", out, "-o", "ip.check_checksum:TRUE", "-T", "fields", "-e", "ip.src", "-e", "ip.checksum.status", "-e", "frame.comment").Output()
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(string(rows), "\n"), "\n")
			if len(lines) != n {
				t.Errorf("%s, %s: tshark reads %d packets, want %d", format, link, len(lines), n)
			}
			for _, line := range lines {
				c := strings.Split(line, "\t")
				commented := strings.HasPrefix(c[2], "ESP SPI 0x") && strings.Contains(c[2], ", frame ")
				if !strings.HasPrefix(c[0], "192.168.0.1") && !strings.HasPrefix(c[0], "172.16.0.1") || c[1] != "1" || commented != (format == "pcapng") {
					t.Errorf("%s, %s: %q", format, link, line)
				}
			}
			rows, err = exec.Command(tcpdump, "-nn", "-r", out).Output()
			if got := bytes.Count(rows, []byte("IP ")); err != nil || got != n {
				t.Errorf("%s, %s: tcpdump reads %d packets, want %d; %v", format, link, got, n, err)
			}
		}
	}
}

// Ethernet frames keep the outer addresses, and what was in the clear stays as it
// is, in the order of the capture.
func TestDecryptKeepsFrames(t *testing.T) {
	t.Parallel()
	name := filepath.Join(pcaps, "01-ikev1-main-seed")
	out := filepath.Join(t.TempDir(), "out.pcapng")
	output(t, "decrypt", name+".pcap", "-w", out, "--keys", name+".keys.json", "--link", "ethernet")
	was, is := labtest.Copies(t, name+".pcap"), labtest.Copies(t, out)
	if len(was) != len(is) {
		t.Fatalf("%d packets, want %d", len(is), len(was))
	}
	inside := 0
	for i, p := range is {
		switch {
		case !p.Time.Equal(was[i].Time):
			t.Errorf("frame %d: at %v, want %v", i+1, p.Time, was[i].Time)
		case was[i].Data[23] == 50 && was[i].Data[12] == 8:
			inside++
			if !bytes.Equal(p.Data[:14], was[i].Data[:14]) || len(p.Comments) != 1 {
				t.Errorf("frame %d: % x, %q", i+1, p.Data[:14], p.Comments)
			}
		case !bytes.Equal(p.Data, was[i].Data) || len(p.Comments) > 0:
			t.Errorf("frame %d differs", i+1)
		}
	}
	if inside == 0 {
		t.Error("nothing was inside")
	}
}

// A capture that has its keys in it is read as one that has them beside it, from
// a file and from standard input.
func TestEmbedKeys(t *testing.T) {
	labtest.Slow(t)
	for _, c := range tunnelledCaptures(t) {
		t.Run(filepath.Base(c.name), func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "out.pcapng")
			_, said := output(t, "decrypt", "-r", c.name, "-w", out, "--keys", secretsOnly(t, c.keys), "--embed-keys")
			if was, is := labtest.Copies(t, c.name), labtest.Copies(t, out); len(was) != len(is) {
				t.Fatalf("%d packets, want %d; said %q", len(is), len(was), said)
			}
			want, _ := output(t, "-n", "-r", c.name, "--keys", c.keys, "-Y", "esp")
			got, _ := output(t, "-n", "-r", out, "-Y", "esp")
			if !bytes.Equal(got, want) || !bytes.Contains(got, []byte("[ESP SPI=0x")) {
				t.Errorf("%s\nwant\n%s", got, want)
			}
			in, err := os.Open(out)
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			cmd := program("-n", "-r", "-", "-Y", "esp")
			cmd.Stdin = in
			if got, err := cmd.Output(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("on standard input: %v\n%s", err, got)
			}
		})
	}
}
