package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUnmarked(t *testing.T) {
	const manifest = "file\tfiletype\tlinktype\tmarks\na/1.pcap\tpcap\tether\t-\na/2.pcap\tpcap\tppp\t-\na/3.pcap\tpcap\tether\tshort\n" +
		"a/4.snoop\tsnoop\tether\t-\nb/4 5.cap\tpcapng\tether\t-\n"
	if got := unmarked(manifest); len(got) != 2 || got[0] != "a/1.pcap" || got[1] != "b/4 5.cap" {
		t.Errorf("%q", got)
	}
}

// A corpus is what its manifest has, every address of it is another one in each round.
func TestReal(t *testing.T) {
	root := t.TempDir()
	for from, to := range map[string]string{"17-nat-overload.outside.pcap": "nat.pcap", "16-cdp-topology-a.pcap": "left-out.pcap"} {
		b, err := os.ReadFile(filepath.Join(fixtures, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, to), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	manifest := "file\tfiletype\tlinktype\tmarks\nnat.pcap\tpcap\tether\t-\nleft-out.pcap\tpcap\tether\tmalformed\n"
	if err := os.WriteFile(filepath.Join(root, "manifest.tsv"), []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv(corpusVariable, root)
	r, from, err := realRecipe(fixtures, 100)
	if err != nil {
		t.Fatal(err)
	}
	round, err := r.round(from)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(load(t, "17-nat-overload.outside.pcap")); len(round) != want {
		t.Errorf("%d packets, want the %d of the one capture without a mark", len(round), want)
	}
	for _, p := range round {
		if len(p.data) < 34 || p.data[12] != 8 || p.data[13] != 0 || p.data[23] != tcp {
			continue
		}
		was := [2]byte{p.data[28], p.data[32]}
		client{host: 77, everyone: true}.put(p.data)
		if p.data[28] != 77 || p.data[32] != 77 {
			t.Fatalf("addresses end in %d and %d, were %v: not those of another host", p.data[28], p.data[32], was)
		}
		if sum(p.data[14:34]) != 0xffff {
			t.Fatal("the header's checksum is wrong")
		}
		return
	}
	t.Error("no packet of TCP")
}
