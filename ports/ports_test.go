package ports_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/ports"
)

func TestName(t *testing.T) {
	tests := []struct {
		proto ports.Proto
		port  uint16
		want  string
	}{
		// Ports of the protocols of VPNs and routers.
		{ports.TCP, 22, "ssh"}, {ports.TCP, 23, "telnet"}, {ports.TCP, 25, "smtp"},
		{ports.UDP, 53, "domain"}, {ports.TCP, 53, "domain"}, {ports.UDP, 69, "tftp"},
		{ports.TCP, 80, "http"}, {ports.TCP, 110, "pop3"}, {ports.TCP, 143, "imap"},
		{ports.TCP, 179, "bgp"}, {ports.TCP, 443, "https"}, {ports.UDP, 514, "syslog"},
		{ports.TCP, 646, "ldp"}, {ports.UDP, 646, "ldp"}, {ports.UDP, 848, "gdoi"},
		{ports.UDP, 1701, "l2tp"}, {ports.UDP, 1812, "radius"}, {ports.UDP, 1985, "hsrp"},
		{ports.UDP, 5246, "capwap-control"}, {ports.UDP, 5247, "capwap-data"},
		{ports.UDP, 521, "ripng"}, {ports.UDP, 1645, "sightline"},

		// A row of the services table hides IANA's name of its own protocol only.
		{ports.TCP, 500, "isakmp"}, {ports.UDP, 500, "isakmp"}, {ports.UDP, 4500, "ipsec-nat-t"},
		{ports.TCP, 465, "submissions"}, {ports.UDP, 465, "igmpv3lite"},
		{ports.UDP, 514, "syslog"}, {ports.TCP, 514, "shell"},
		{ports.UDP, 520, "router"}, {ports.TCP, 520, "efs"},
		{ports.UDP, 80, "http"}, {ports.SCTP, 80, "http"}, {ports.DCCP, 9, "discard"},

		// The services table and IANA agree (43), differ (143), share (123).
		{ports.TCP, 43, "nicname"}, {ports.UDP, 43, "nicname"}, {ports.UDP, 143, ""},
		{ports.UDP, 123, "ntp"}, {ports.TCP, 123, "ntp"},

		// Runs.
		{ports.TCP, 6000, "x11"}, {ports.TCP, 6063, "x11"}, {ports.TCP, 6064, "ndl-ahp-svc"},
		{ports.TCP, 6666, "ircu"}, {ports.TCP, 26999, ""}, {ports.UDP, 27025, "steam"},
		{ports.UDP, 27051, ""}, {ports.UDP, 47807, ""}, {ports.UDP, 47824, ""},

		{ports.TCP, 0, ""}, {ports.UDP, 65535, ""}, {ports.AnyProto, 80, ""}, {ports.Proto(1), 7, ""},
	}
	table := ports.New()
	for _, tt := range tests {
		if got := table.Name(tt.proto, tt.port); got != tt.want {
			t.Errorf("Name(%v, %d) = %q, want %q", tt.proto, tt.port, got, tt.want)
		}
	}
}

func TestNilTable(t *testing.T) {
	var none *ports.Table
	if got := none.AppendPort(nil, ports.TCP, 80); string(got) != "80" {
		t.Errorf("AppendPort = %q", got)
	}
	if _, ok := none.Lookup(ports.TCP, 80); ok || none.Find("http") != nil {
		t.Error("a nil table knows something")
	}
}

// TestIANAWhole counts IANA's entries: Wireshark's copy has 5881 of tcp, 5493 of
// udp, 87 of sctp and 9 of dccp; since then 15, 15 and 1 were registered, and 23
// and 20 second names were kept.
func TestIANAWhole(t *testing.T) {
	got := map[ports.Proto]int{}
	for e := range ports.New().All() {
		if e.Source == ports.IANA {
			got[e.Proto]++
		}
	}
	want := map[ports.Proto]int{ports.TCP: 5919, ports.UDP: 5528, ports.SCTP: 88, ports.DCCP: 9}
	for proto, n := range want {
		if got[proto] != n {
			t.Errorf("%v: %d entries, want %d", proto, got[proto], n)
		}
	}
}

func TestAuthority(t *testing.T) {
	table := ports.New(ports.WithUser(
		ports.Entry{Ports: ports.Range{First: 500, Last: 500}, Proto: ports.TCP, Name: "mine"},
		ports.Entry{Ports: ports.Range{First: 400, Last: 600}, Proto: ports.TCP, Name: "wide"},
		ports.Entry{Ports: ports.Range{First: 500, Last: 500}, Proto: ports.TCP, Name: "second"},
		ports.Entry{Ports: ports.Range{First: 490, Last: 510}, Proto: ports.TCP, Name: "narrow"},
		ports.Entry{Ports: ports.Range{First: 9, Last: 1}, Proto: ports.TCP, Name: "backwards"},
		ports.Entry{Ports: ports.Range{First: 1, Last: 1}, Proto: ports.AnyProto, Name: "nowhere"},
	))
	var got []string
	for _, e := range table.LookupAll(ports.AnyProto, 500) {
		got = append(got, e.Proto.String()+" "+e.Source.String()+" "+e.Name)
	}
	want := []string{
		"tcp user mine", "tcp user second", "tcp user narrow", "tcp user wide",
		"tcp services isakmp", "tcp iana isakmp", "udp iana isakmp",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for port, want := range map[uint16]string{500: "mine", 490: "narrow", 401: "wide", 1: "tcpmux", 601: "syslog-conn"} {
		if got := table.Name(ports.TCP, port); got != want {
			t.Errorf("Name(tcp, %d) = %q, want %q", port, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		name string
		want []string
	}{
		{"HTTPS", []string{"443/tcp services", "443/tcp iana", "443/udp iana", "443/sctp iana"}},
		{"whois", []string{"43/tcp services"}},
		{"imap2", []string{"143/tcp services"}},
		{"cl/1", []string{"172/tcp services", "172/tcp iana", "172/udp iana"}},
		{"ike", []string{"500/tcp services"}},
		{"isakmp", []string{"500/tcp services", "500/tcp iana", "500/udp iana"}},
		{"x11", []string{"6000/tcp services", "6000-6063/tcp iana", "6000/udp services", "6000-6063/udp iana"}},
		{"tacacss", []string{"300/tcp iana"}},
		{"no-such-service", nil},
		{"", nil},
	}
	table := ports.New()
	for _, tt := range tests {
		var got []string
		for _, e := range table.Find(tt.name) {
			got = append(got, e.Ports.String()+"/"+e.Proto.String()+" "+e.Source.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Find(%q):\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "services")
	if err := os.WriteFile(file, []byte("web 80/tcp\nbad line\nweb-alt 8080/tcp/udp\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := ports.Load(file)
	var line *ports.LineError
	if !errors.As(err, &line) || line.File != file || line.Line != 2 {
		t.Errorf("error %v, want one of line 2", err)
	}
	if a, b := table.Name(ports.TCP, 80), table.Name(ports.UDP, 8080); a != "web" || b != "web-alt" {
		t.Errorf("good rows were lost: %q, %q", a, b)
	}

	table, err = ports.Load(file + ".none")
	if !errors.Is(err, fs.ErrNotExist) || table.Name(ports.TCP, 80) != "http" {
		t.Errorf("a missing file: %v, %q", err, table.Name(ports.TCP, 80))
	}
}

func TestNoAllocation(t *testing.T) {
	table := ports.New(ports.WithUser(ports.Entry{Ports: ports.Range{First: 7, Last: 7}, Proto: ports.UDP, Name: "x"}))
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() {
		buf = table.AppendPort(buf[:0], ports.UDP, 4500)
		buf = table.AppendPort(buf[:0], ports.TCP, 60000)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkName(b *testing.B) {
	table := ports.New()
	b.ReportAllocs()
	port := uint16(0)
	for b.Loop() {
		table.Name(ports.TCP, port)
		port += 257 // another page every time
	}
}

func BenchmarkAppendPort(b *testing.B) {
	table := ports.New()
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf = table.AppendPort(buf[:0], ports.TCP, 443)
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ports.New()
	}
}

func BenchmarkFind(b *testing.B) {
	table := ports.New()
	b.ReportAllocs()
	for b.Loop() {
		table.Find("https")
	}
}
