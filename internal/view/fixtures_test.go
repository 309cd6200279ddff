package view

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/session"
)

const fixtures = "../../fixtures/"

// browsing is a driver of a capture that has been read.
func browsing(t *testing.T, file string, keys ...string) *driver {
	t.Helper()
	var list []*report.Report
	for _, r := range slices.Concat(neighbors.Reports(), ipsec.Reports(), nat.Reports()) {
		if slices.Contains(Reports(), r.Words) {
			list = append(list, &r)
		}
	}
	var errs bytes.Buffer
	env := &session.Env{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &errs}
	c, err := browse.Open(env, browse.Options{Session: session.Options{Files: []string{fixtures + file}, KeyFiles: keys}, Reports: list, Statistics: Statistics()})
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	t.Cleanup(func() { c.Close() })
	<-c.Ended()
	src := newBrowsed(t.Context(), c, Options{Name: filepath.Base(file)})
	src.wait = 0
	return drive(t, src)
}

// Screens of captures are as in the golden files.
func TestFixtures(t *testing.T) {
	for _, c := range []struct {
		name string
		file string
		keys string // a file in place of those that are pressed below
		size tea.WindowSizeMsg
		does []string
	}{
		{"negotiation", "broken/v2-ike-proposal-encryption.pcap", "", tea.WindowSizeMsg{Width: 80, Height: 24}, []string{"2", "enter"}},
		{"offers", "broken/v1-ike-proposal-both.pcap", "", tea.WindowSizeMsg{Width: 100, Height: 40}, []string{"2", "enter", "m", "down", "down", "m", "e"}},
		{"tunnel", "pcaps/08-ikev2-aes128gcm-ecp256.pcap", "pcaps/08-ikev2-aes128gcm-ecp256.keys.json", tea.WindowSizeMsg{Width: 80, Height: 30},
			[]string{"/", "h", "t", "t", "p", "enter", "enter", "end", "down", "down"}},
		{"children", "pcaps/08-ikev2-aes128gcm-ecp256.pcap", "pcaps/08-ikev2-aes128gcm-ecp256.keys.json", tea.WindowSizeMsg{Width: 120, Height: 30}, []string{"2", "enter"}},
		{"vlan", "pcaps/20-cdp-neighbors.pcapng", "", tea.WindowSizeMsg{Width: 80, Height: 24},
			[]string{"ctrl+f", "n", "a", "t", "i", "v", "e", "enter", "tab", "a"}},
		{"stream", "pcaps/08-ikev2-aes128gcm-ecp256.pcap", "pcaps/08-ikev2-aes128gcm-ecp256.keys.json", tea.WindowSizeMsg{Width: 80, Height: 24},
			[]string{":", "2", "0", "enter", "F"}},
		{"neighbors", "pcaps/16-cdp-topology-a.pcapng", "", tea.WindowSizeMsg{Width: 80, Height: 40}, []string{"3"}},
		{"translations", "pcaps/17-nat-overload.pcapng", "", tea.WindowSizeMsg{Width: 120, Height: 30}, []string{"4", "down", "down", "a"}},
		{"conversations", "pcaps/17-nat-overload.pcapng", "", tea.WindowSizeMsg{Width: 120, Height: 30}, []string{"5"}},
		{"statistics", "pcaps/17-nat-overload.pcapng", "", tea.WindowSizeMsg{Width: 80, Height: 30}, []string{"6", "down", "down", "down", "a", "G"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var keys []string
			if c.keys != "" {
				keys = append(keys, fixtures+c.keys)
			}
			d := browsing(t, c.file, keys...)
			d.send(c.size)
			d.press(c.does...)
			fits(t, d)
			golden.RequireEqual(t, []byte(d.screen()))
		})
	}
}

// Every capture of the fixtures can be walked through, tab by tab and packet by packet.
func TestWalk(t *testing.T) {
	labtest.Slow(t)
	var files []string
	for _, pattern := range []string{"pcaps/*.pcap", "pcaps/*.pcapng", "broken/*.pcap", "tunnels/*.pcap"} {
		found, err := filepath.Glob(fixtures + pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d, %v", pattern, len(found), err)
		}
		files = append(files, found...)
	}
	for i := 0; i < len(files); i += 15 { // each kind is there many times
		name := strings.TrimPrefix(files[i], fixtures)
		t.Run(name, func(t *testing.T) {
			d := browsing(t, name)
			for range 3 {
				d.press("enter", "+", "pgdown", "tab", "pgdown", "tab", "down")
				fits(t, d)
			}
			for tab := range tabs() {
				d.press(fmt.Sprint(tab + 1))
				fits(t, d)
				d.press("down", "enter")
				fits(t, d)
				d.press("enter", "m", "down", "m", "esc", "esc", "esc")
				fits(t, d)
			}
		})
	}
}
