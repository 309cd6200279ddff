package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// At every moment of the capture the table holds exactly those neighbours whose
// holdtime had not run out, as they were recorded when the capture was made.
func TestNeighborsAt(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
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
