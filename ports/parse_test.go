package ports_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/ports"
)

func TestParseServices(t *testing.T) {
	one := func(port uint16) ports.Range { return ports.Range{First: port, Last: port} }
	tests := []struct {
		name, text string
		want       []ports.Entry
		err        string
	}{
		{name: "empty"},
		{name: "comments", text: "# nothing\n\n  \t# here\n"},
		{name: "plain", text: "ssh\t\t22/tcp\t\t\t# SSH Remote Login Protocol\n",
			want: []ports.Entry{{Ports: one(22), Proto: ports.TCP, Name: "ssh", Description: "SSH Remote Login Protocol"}}},
		{name: "aliases, no last newline, CR", text: "www 80/tcp http web\r",
			want: []ports.Entry{{Ports: one(80), Proto: ports.TCP, Name: "www", Aliases: []string{"http", "web"}}}},
		{name: "byte order mark", text: "\uFEFFa 1/udp",
			want: []ports.Entry{{Ports: one(1), Proto: ports.UDP, Name: "a"}}},
		{name: "run, protocols", text: "a 1-2/TCP/sctp",
			want: []ports.Entry{
				{Ports: ports.Range{First: 1, Last: 2}, Proto: ports.TCP, Name: "a"},
				{Ports: ports.Range{First: 1, Last: 2}, Proto: ports.SCTP, Name: "a"}}},
		{name: "AppleTalk", text: "rtmp 1/ddp # not ours\nnatd 8668/divert\n"},
		{name: "control characters in a comment", text: "a 1/tcp # b\x1b[31m\xff\tc#d",
			want: []ports.Entry{{Ports: one(1), Proto: ports.TCP, Name: "a", Description: "b\uFFFD[31m\uFFFD c#d"}}},
		{name: "good rows around bad ones", text: "a 1/tcp\nb 65536/tcp\nc 3/tcp\n",
			want: []ports.Entry{{Ports: one(1), Proto: ports.TCP, Name: "a"}, {Ports: one(3), Proto: ports.TCP, Name: "c"}},
			err:  `f:2: bad port "65536" (0 to 65535)`},
		{name: "no port", text: "\nalone", err: `f:2: no PORT/PROTOCOL after "alone"`},
		{name: "no protocol", text: "a 1", err: `f:1: "1" is not PORT/PROTOCOL`},
		{name: "negative", text: "a -1/tcp", err: `f:1: port range "-1" lacks an end: want FROM-TO`},
		{name: "backwards", text: "a 9-1/tcp", err: "f:1: port range 9-1 is reversed"},
		{name: "unknown protocol", text: "a 1/tcp/xtp", err: `f:1: unknown protocol "xtp" (tcp, udp, sctp or dccp)`},
		{name: "escape in a name", text: "a\x1b 1/tcp", err: `f:1: "a\x1b" holds a character that cannot be printed`},
		{name: "long line", text: "a 1/tcp #" + strings.Repeat("x", 4096), err: "f:1: longer than 4096 bytes"},
		{name: "many errors", text: strings.Repeat("x\n", 12),
			err: "f:10: no PORT/PROTOCOL after \"x\"\nf: 2 more lines are wrong"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ports.ParseServices("f", strings.NewReader(tt.text))
			if len(got)+len(tt.want) > 0 && !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if (err == nil) != (tt.err == "") || err != nil && !strings.HasSuffix(err.Error(), tt.err) {
				t.Errorf("error %v, want %s", err, tt.err)
			}
		})
	}
}

func TestParseQuery(t *testing.T) {
	tests := []struct {
		text string
		want ports.Query
		err  string
	}{
		{text: "500", want: ports.Query{Ports: ports.Range{First: 500, Last: 500}}},
		{text: "53/udp", want: ports.Query{Ports: ports.Range{First: 53, Last: 53}, Proto: ports.UDP}},
		{text: "53/UDP", want: ports.Query{Ports: ports.Range{First: 53, Last: 53}, Proto: ports.UDP}},
		{text: "27000-27050", want: ports.Query{Ports: ports.Range{First: 27000, Last: 27050}}},
		{text: "6000-6063/tcp", want: ports.Query{Ports: ports.Range{First: 6000, Last: 6063}, Proto: ports.TCP}},
		{text: "0-65535", want: ports.Query{Ports: ports.Range{Last: 65535}}},
		{text: "https", want: ports.Query{Name: "https"}},
		{text: " domain/udp ", want: ports.Query{Name: "domain", Proto: ports.UDP}},
		{text: "cl/1", want: ports.Query{Name: "cl/1"}},
		{text: "914c/g", want: ports.Query{Name: "914c/g"}},
		{text: "cl/1/tcp", want: ports.Query{Name: "cl/1", Proto: ports.TCP}},
		{text: "ftp-data", want: ports.Query{Name: "ftp-data"}},
		{text: "3com-tsmux", want: ports.Query{Name: "3com-tsmux"}},
		{text: "", err: "empty query: want PORT[/PROTOCOL], FROM-TO or NAME"},
		{text: "/udp", err: `"/udp": no port or name before the protocol`},
		{text: "70000", err: `"70000": bad port "70000" (0 to 65535)`},
		{text: "-5", err: `"-5": port range "-5" lacks an end: want FROM-TO`},
		{text: "5-", err: `"5-": port range "5-" lacks an end: want FROM-TO`},
		{text: "50-10", err: `"50-10": port range 50-10 is reversed`},
		{text: "53/icmp", err: `"53/icmp": unknown protocol "icmp" (tcp, udp, sctp or dccp)`},
	}
	for _, tt := range tests {
		got, err := ports.ParseQuery(tt.text)
		if got != tt.want {
			t.Errorf("ParseQuery(%q) = %+v, want %+v", tt.text, got, tt.want)
		}
		if (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("ParseQuery(%q): error %v, want %s", tt.text, err, tt.err)
		}
	}
}

// TestSearch runs typical queries.
func TestSearch(t *testing.T) {
	tests := map[string]string{
		"500":         "500/tcp services isakmp, 500/tcp iana isakmp, 500/udp iana isakmp",
		"53/udp":      "53/udp services domain, 53/udp iana domain",
		"domain/udp":  "53/udp services domain, 53/udp iana domain",
		"27040-27050": "27000-27050/tcp services steam, 27000-27050/udp services steam",
		"43/tcp":      "43/tcp services nicname, 43/tcp iana nicname",
		"143":         "143/tcp services imap, 143/tcp iana imap",
		"123":         "123/tcp iana ntp, 123/udp services ntp, 123/udp iana ntp",
		"6063/udp":    "6000-6063/udp iana x11",
		"12":          "",
	}
	table := ports.New()
	for text, want := range tests {
		q, err := ports.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for e := range table.Search(q) {
			got = append(got, e.Ports.String()+"/"+e.Proto.String()+" "+e.Source.String()+" "+e.Name)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s:\n got %s\nwant %s", text, s, want)
		}
	}
}

// FuzzParseServices asserts that every entry read is found again by its port
// and by its name.
func FuzzParseServices(f *testing.F) {
	f.Add("ssh 22/tcp # Secure Shell\nx11 6000-6063/tcp/udp\nrtmp 1/ddp\n")
	f.Add("cl/1 172/tcp cl-1\nbad\na 0-65535/sctp\nb 1/dccp #\xff")
	f.Fuzz(func(t *testing.T, text string) {
		entries, _ := ports.ParseServices("f", strings.NewReader(text))
		table := ports.New(ports.WithUser(entries...))
		for _, e := range entries[:min(len(entries), 8)] {
			if got, ok := table.Lookup(e.Proto, e.Ports.Last); !ok || got.Source != ports.User {
				t.Errorf("Lookup(%v, %d) = %+v", e.Proto, e.Ports.Last, got)
			}
			found := false
			for _, got := range table.Find(e.Name) {
				found = found || reflect.DeepEqual(got, e)
			}
			if !found {
				t.Errorf("Find(%q) lacks %+v", e.Name, e)
			}
		}
	})
}

// FuzzParseQuery asserts that a query reads as it prints.
func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"500", "53/udp", "27000-27050/tcp", "cl/1", "https", "/", "a/tcp/udp", "5 /tcp"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ports.ParseQuery(s)
		if err != nil {
			return
		}
		if again, err := ports.ParseQuery(q.String()); err != nil || again != q {
			t.Errorf("%q: %+v, printed %q, reads %+v, %v", s, q, q, again, err)
		}
	})
}
