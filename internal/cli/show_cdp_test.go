package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
)

// At every moment of the capture the table holds exactly those neighbours whose
// holdtime had not run out, as they were recorded when the capture was made.
func TestNeighborsAt(t *testing.T) {
	const capture = "../../fixtures/pcaps/16-cdp-topology-a"
	var expected struct {
		End        float64 `json:"capture_end"`
		Neighbours []struct {
			Interface int    `json:"interface_id"`
			Device    string `json:"device"`
			Port      string `json:"port"`
			Source    string `json:"src"`
			Platform  string `json:"platform"`
			TTL       int    `json:"ttl"`
			Present   []struct{ First, Expires float64 }
		}
	}
	text, err := os.ReadFile(capture + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	// The capture was merged from several machines, two of which have a gi0-2.
	interfaces := []string{"fa0-0", "gi0-24", "gi0-2", "gi0-2#3", "gi0-3"}
	for at := expected.Neighbours[0].Present[0].First + 0.001; at <= expected.End+40; at += 5 {
		var want []string
		for _, n := range expected.Neighbours {
			for _, p := range n.Present {
				if p.First <= at && at < p.Expires {
					want = append(want, fmt.Sprint(interfaces[n.Interface], " ", n.Device, " ", n.Port, " ", n.Source, " ", n.Platform, " ", n.TTL))
				}
			}
		}
		out, errs := output(t, "show", "cdp", "neighbors", "-r", capture+".pcapng", "--at", strconv.FormatFloat(at, 'f', 6, 64), "--format", "json")
		var rows []struct {
			Interface string  `json:"local_interface"`
			Device    string  `json:"device_id"`
			Port      string  `json:"port_id"`
			Source    string  `json:"source"`
			Platform  string  `json:"platform"`
			Holdtime  float64 `json:"holdtime"`
			Last      float64 `json:"last_seen"`
			TTL       float64 `json:"ttl"`
		}
		if err := json.Unmarshal(out, &rows); err != nil {
			t.Fatalf("%v: %s%s", err, out, errs)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprint(r.Interface, " ", r.Device, " ", r.Port, " ", r.Source, " ", r.Platform, " ", r.TTL))
			if left := r.Last + r.TTL - at; math.Abs(left-r.Holdtime) > 1e-5 || left <= 0 {
				t.Errorf("%s at %f: holdtime %f, want %f", r.Device, at, r.Holdtime, left)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("at %f:\ngot  %q\nwant %q", at, got, want)
		}
	}
}

func TestShortInterface(t *testing.T) {
	for name, want := range map[string]string{
		"FastEthernet0/15": "Fas 0/15", "Serial1/0": "Ser 1/0", "GigabitEthernet1/0/24": "Gig 1/0/24",
		"TenGigabitEthernet1/1": "Ten 1/1", "Ethernet0": "Eth 0", "Vlan10": "Vla 10", "Port-channel1": "Por 1",
		"Dot11Radio0": "Dot 0", "GigabitEthernet 0/1": "Gig 0/1", "eth0": "eth0", "Port 1": "Port 1", "r1:fa0-0": "r1:fa0-0", "": "", "Serial": "Serial", "0/1": "0/1",
	} {
		if got := shortInterface(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestSameInterface(t *testing.T) {
	for _, c := range []struct {
		given, name string
		want        bool
	}{
		{"FastEthernet0/1", "FastEthernet0/1", true}, {"fa0/1", "FastEthernet0/1", true}, {"fastEthernet0/1", "FastEthernet0/1", true},
		{"f0/1", "FastEthernet0/1", true}, {"fa0/1", "FastEthernet0/10", false}, {"ga0/1", "FastEthernet0/1", false},
		{"eth0", "eth0", true}, {"ETH0", "eth0", true}, {"eth", "eth0", false}, {"lo", "lo", true}, {"l", "lo", false},
		{"FastEthernetX0/1", "FastEthernet0/1", false}, {"gi0-2", "gi0-2#3", false}, {"0/1", "FastEthernet0/1", true},
	} {
		if got := sameInterface(c.given, c.name); got != c.want {
			t.Errorf("%s for %s: %v", c.given, c.name, got)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "R1", true}, {"R1", "R1", true}, {"r1", "R1", true}, {"R1", "R11", false}, {"R*", "R11", true}, {"*1", "R11", true},
		{"R*1", "R1", true}, {"R1*1", "R1", false}, {"S*lab*l", "SW1.lab.local", true}, {"S*lob*l", "SW1.lab.local", false}, {"", "R1", false},
	} {
		if got := fits(c.pattern, c.name); got != c.want {
			t.Errorf("%s for %s: %v", c.pattern, c.name, got)
		}
	}
}

// What does not fit its column takes a line of its own.
func TestWideColumn(t *testing.T) {
	for _, c := range []struct{ name, row string }{
		{"2924-2", "2924-2           "},
		{"sixteen-letters-", "sixteen-letters- "},
		{"seventeen-letters", "seventeen-letters\n                   "},
		{"esc\x1b[2J", `esc\033[2J       `},
		{"trente-é-lettres", "trente-é-lettres "},
	} {
		if b := appendWide([]byte("x "), c.name, 2, deviceColumn); string(b) != "x "+c.row {
			t.Errorf("%q: %q", c.name, b)
		}
	}
}
