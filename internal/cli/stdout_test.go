package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/session"
)

// What is appended to a file that is read would be read in turn. cat refuses it as well.
func TestOutputIsInput(t *testing.T) {
	const capture = pcaps + "/01-ikev1-main-seed.pcapng"
	before, err := os.ReadFile(capture)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a.pcapng")
	if err := os.WriteFile(name, before, 0o600); err != nil {
		t.Fatal(err)
	}
	link := name + ".link"
	if err := os.Symlink(name, link); err != nil {
		t.Skip(err)
	}
	hard := name + ".hard"
	if err := os.Link(name, hard); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-w", "-", name}, {"-w", "-", link}, {"-w", "-", hard}, {"-w", "-", "-"}, {"-n", name}, {"-w", "-", capture, name},
		{"--merge", "-w", "-", capture, name}, {"show", "crypto", "session", "-r", name}, {"-n", capture, "--keys", name},
	} {
		cmd := program(args...)
		out, err := os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		var errs bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &errs
		_ = cmd.Run()
		_, _ = in.Close(), out.Close()
		if status := cmd.ProcessState.ExitCode(); status != session.ExitInput || errs.Len() == 0 {
			t.Errorf("%q: status %d, %s", args, status, errs.String())
		}
		if after, err := os.ReadFile(name); err != nil || !bytes.Equal(before, after) {
			t.Fatalf("%q: %d bytes, %v", args, len(after), err)
		}
	}
}

// A disk without room is no wrong usage, whatever is printed.
func TestOutputFull(t *testing.T) {
	for _, args := range [][]string{
		{"fields"}, {"fields", "-G"}, {"ports", "--list"}, {"ports", "--list", "--format", "json"}, {"ports", "500"},
		{"--help"}, {"--version"}, {"help", "show"}, {"completion", "bash"}, {"-z", "help"}, {"-G", "fields"},
		{"-n", pcaps + "/01-ikev1-main-seed.pcap"}, {"show", "crypto", "session", "-r", pcaps + "/01-ikev1-main-seed.pcap"},
		{"keys", "--keys", pcaps + "/08-ikev2-aes128gcm-ecp256.keys.json"}, {"diagnose", pcaps + "/01-ikev1-main-seed.pcap"},
		{"-q", "-z", "conv,ip", pcaps + "/01-ikev1-main-seed.pcap"},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip(err)
		}
		cmd := program(args...)
		var errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = full, &errs
		_ = cmd.Run()
		_ = full.Close()
		if status := cmd.ProcessState.ExitCode(); status != session.ExitInput || strings.Contains(errs.String(), "Try") || !strings.Contains(errs.String(), "no space left on device") {
			t.Errorf("%q: status %d, %s", args, status, errs.String())
		}
	}
}
