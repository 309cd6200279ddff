package capture

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

func TestLinkTypeString(t *testing.T) {
	for l, want := range map[LinkType]string{
		LinkNull: "NULL", LinkEthernet: "ETHERNET", LinkIEEE802_5: "IEEE802_5", LinkPPPHDLC: "PPP_HDLC",
		LinkRaw: "RAW", LinkCHDLC: "C_HDLC", LinkLinuxSLL2: "LINUX_SLL2", LinkRadiotap: "IEEE802_11_RADIOTAP",
		301: "DECT_NR", 60000: "LINKTYPE 60000", LinkNone: "LINKTYPE 4294967295",
	} {
		if got := l.String(); got != want {
			t.Errorf("%d: %q, want %q", uint32(l), got, want)
		}
	}
}

// TestEncap lets tshark name the encapsulation of every link type and count
// the bytes of its frames: a pcapng file with an interface and a packet for each.
func TestEncap(t *testing.T) {
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("no tshark")
	}
	const most = 310
	w := little()
	w.section()
	for l := range uint16(most) {
		w.iface(l, 0)
	}
	var order []LinkType
	for l := range LinkType(most) {
		switch l {
		case 144, 177, 197: // tshark wants headers of their own before these
			continue
		}
		w.enhanced(uint32(l), 0, 200, string(make([]byte, 200)))
		order = append(order, l)
	}
	out, err := exec.Command("tshark", "-n", "-r", write(t, "links.pcapng", w.b), "-V", "-O", "frame").Output()
	if err != nil {
		t.Fatal(err)
	}
	var names, lengths []string
	for line := range strings.Lines(string(out)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "Encapsulation type: "); ok {
			names = append(names, name)
		}
		if n, ok := strings.CutPrefix(strings.TrimSpace(line), "Capture Length: "); ok {
			lengths = append(lengths, strings.Fields(n)[0])
		}
	}
	if len(names) != len(order) || len(lengths) != len(order) {
		t.Fatalf("%d encapsulations of %d link types", len(names), len(order))
	}
	for i, l := range order {
		if got := fmt.Sprint(200 - l.PseudoHeader()); got != lengths[i] {
			t.Errorf("%d (%v): length %s, tshark says %s", uint32(l), l, got, lengths[i])
		}
		e := l.Encap()
		if got := fmt.Sprintf("%s (%d)", e.Name, e.Number); got != names[i] {
			t.Errorf("%d (%v): %s, tshark says %s", uint32(l), l, got, names[i])
		}
	}
}
