package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		in   []time.Duration
		want time.Duration
	}{
		{[]time.Duration{3}, 3},
		{[]time.Duration{9, 1, 4}, 4},
		{[]time.Duration{4, 2}, 3},
	} {
		if got := median(c.in); got != c.want {
			t.Errorf("%v: %d, want %d", c.in, got, c.want)
		}
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		only string
		want int
	}{{"", len(races)}, {"mix", 2}, {"tshark", 11}, {"real", 2}, {"real-S", 1}, {"pktscope", 4}, {"esp", 2}, {"mix/tshark,json", 2}, {"none", 0}} {
		if got := choose(races, c.only); len(got) != c.want {
			t.Errorf("%q: %d races, want %d", c.only, len(got), c.want)
		}
	}
}

// Another build runs each set of arguments once, on the same file with the same keys.
func TestAgainst(t *testing.T) {
	list := against(races)
	for i, r := range list {
		if r.rival[0] != self || !slices.Equal(r.rival[1:], r.ours) {
			t.Errorf("%s: %q against %q", r.name, r.ours, r.rival)
		}
		for _, other := range list[:i] {
			if other.name == r.name && other.recipe == r.recipe && slices.Equal(other.ours, r.ours) {
				t.Errorf("%s is run twice", r.name)
			}
		}
	}
	if len(list) == 0 || len(list) >= len(races) {
		t.Errorf("%d races of %d", len(list), len(races))
	}
	got := course{"x.pcap", "x.keys"}.arguments([]string{"-q"})
	if want := []string{"-q", "-r", "x.pcap", "--keys", "x.keys"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFailureIsAnError(t *testing.T) {
	_, err := runOnce(context.Background(), "go", []string{"nonsense"})
	if err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("%v, want what the program said", err)
	}
}

func TestPeakMemory(t *testing.T) {
	l, err := runOnce(context.Background(), "go", []string{"version"})
	if err != nil {
		t.Fatal(err)
	}
	if l.peak != 0 && (l.peak < 1<<20 || l.peak > 1<<30) {
		t.Errorf("%d bytes: not a process's memory", l.peak)
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	r := result{race{name: "general", rival: []string{"tcpdump"}, goal: 10}, lap{time.Second, 2 * time.Second, 65 << 20}, lap{12 * time.Second, 13 * time.Second, 1 << 20}}
	if err := writeTable(&b, []result{r}); err != nil {
		t.Fatal(err)
	}
	const want = "RACE             PKTSCOPE  RIVAL    RATIO  GOAL       CPU RATIO  PEAK    under 64 MiB\n" +
		"general/tcpdump  1.00 s    12.00 s  12.0   10    met  6.5        65 MiB  missed\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestTypical(t *testing.T) {
	got := typical([]lap{{3, 30, 7}, {1, 10, 9}, {2, 20, 8}})
	if want := (lap{2, 20, 9}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
