package ports_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/ports"
)

// TestServicesRows counts the rows of the services table by what follows the
// port, as the table has them.
func TestServicesRows(t *testing.T) {
	data, err := os.ReadFile("data/services.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows, keys := map[string]int{}, map[string]bool{}
	total := 0
	for line := range strings.Lines(string(data)) {
		row, _, _ := strings.Cut(line, "#")
		words := strings.Fields(row)
		if len(words) == 0 {
			continue
		}
		port, protos, _ := strings.Cut(words[1], "/")
		rows[protos]++
		keys[port] = true
		total++
	}
	for protos, want := range map[string]int{"tcp": 343, "udp": 14, "tcp/udp": 15, "udp/tcp": 2} {
		if rows[protos] != want {
			t.Errorf("%d rows of %s, want %d", rows[protos], protos, want)
		}
	}
	if total != 374 || len(keys) != 373 {
		t.Errorf("%d rows of %d ports, want 374 of 373", total, len(keys))
	}
}

// TestServicesTraps holds a row for everything in which the services table
// departs from NAME - DESCRIPTION, and for every mend.
func TestServicesTraps(t *testing.T) {
	tests := []struct {
		why     string
		query   string
		name    string
		aliases string
		desc    string
	}{
		{"name - description", "21/tcp", "ftp", "", "File Transfer Protocol (le flux de contrôle pour le transfert de fichiers), voir Diagramme des flux FTP (port 20 et 21)"},
		{"a name alone", "23/tcp", "telnet", "", ""},
		{"capitals", "22/tcp", "ssh", "", "Secure Shell"},
		{"capitals", "161/udp", "snmp", "", "Simple Network Management Protocol"},
		{"capitals within", "377/tcp", "tnetos", "", "NEC Corporation"},
		{"two protocols", "53/tcp", "domain", "", "Domain Name Service (DNS)"},
		{"two protocols", "53/udp", "domain", "", "Domain Name Service (DNS)"},
		{"two protocols", "1194/udp", "openvpn", "", "OpenVPN"},
		{"two protocols", "25565/tcp", "minecraft", "", "Serveur Minecraft"},
		{"one port on two rows", "706/tcp", "silc", "", "Secure internet live conferencing"},
		{"one port on two rows", "706/udp", "silc", "", "Secure internet live conferencing"},
		{"a run, protocols on the next line", "27000/tcp", "steam", "", "Serveur Steam"},
		{"a run, protocols on the next line", "27050/udp", "steam", "", "Serveur Steam"},
		{"a run on one line", "47808/udp", "bacnet", "", "BACnet (BAC0 à BACF)"},
		{"a run on one line", "47823/udp", "bacnet", "", "BACnet (BAC0 à BACF)"},
		{"a stray NB line", "1521/tcp", "oracle", "", "Serveur Oracle. NB : ce numéro de port était (ou est) aussi utilisé par ncube-lm (en)"},
		{"an NB within", "514/udp", "syslog", "", `Syslog RFC 3164 NB : ce service n'est pas listé habituellement dans le fichier etc\services`},
		{"no-break space before (en)", "1/tcp", "tcpmux", "", "TCP Port Service Multiplexer (en)"},
		{"no-break space in the name", "11/tcp", "systat", "", "Active Users"},
		{"no-break space in the name", "107/tcp", "rtelnet", "", "Remote Telnet Service"},
		{"no-break space before a colon", "67/udp", "bootps", "dhcps dhcp", "Bootstrap Protocol Server, ce port est aussi utilisé par une extension de bootp : DHCP, pour la recherche d'un serveur DHCP"},
		{"no dash", "71/tcp", "netrjs-1", "", "Remote Job Service"},
		{"no dash", "74/tcp", "netrjs-4", "", "Remote Job Service"},
		{"no dash", "445/tcp", "microsoft-ds", "", "SMB, anciennement appelé CIFS (Common Internet File System)"},
		{"a dash in the name", "20/tcp", "ftp-data", "", "File Transfer Protocol [flux de données]"},
		{"a slash in the name", "172/tcp", "cl/1", "", "Network Innovations CL/1"},
		{"a slash in the name", "211/tcp", "914c/g", "", "Texas Instruments 914C/G Terminal"},
		{"a full stop in the name", "210/tcp", "z39.50", "", ""},
		{"two names", "143/tcp", "imap", "imap2 imap4", "Internet Message Access Protocol v4 RFC 3501"},
		{"description only", "389/tcp", "ldap", "", "Lightweight Directory Access Protocol (LDAP)"},
		{"description only", "500/tcp", "isakmp", "ike", "ISAKMP (Internet Security Association and Key Management Protocol), un des composants d'IPsec"},
		{"description only", "3306/tcp", "mysql", "", "Mysql Server"},
		{"description only, no IANA name", "24/tcp", "priv-mail", "", "any private mail system"},
		{"description only, IANA's is another service", "8009/tcp", "ajp13", "ajp", "Port AJP utilisé par Tomcat"},
		{"no port of ICMP's", "7/tcp", "echo", "", "echo/ICMP(ping)"},
		{"not SSH's", "115/tcp", "sftp", "", "Simple File Transfer Protocol (en)"},
		{"not IP protocol 50", "50/tcp", "re-mail-ck", "", "Remote Mail Checking Protocol"},
		{"registered since", "465/tcp", "submissions", "smtps ssmtp", "smtp sécurisé (ssl) (non officiel)"},
		{"Xbox's", "3074/udp", "xbox", "nintendo", "nintendo server"},
		{"a name too wide", "546/udp", "dhcpv6-client", "dhcp", "Dynamic Host Configuration Protocol v6 (for IPv6)"},
		{"a name out of use", "80/tcp", "http", "www www-http", "World Wide Web HTTP"},
		{"a name out of use", "49/tcp", "tacacs", "login", "Login Host Protocol (Terminal Access Controller Access-Control System)"},
		{"a name of two ports", "46/tcp", "mpm-snd", "mpm", "Message Processing Module [default send]"},
		{"typo", "81/tcp", "hosts2-ns", "host2-ns", "HOSTS2 Name Server"},
		{"typo", "196/tcp", "dn6-smm-red", "dn6-nlm-red", "DNSIX Session Mgt Module Audit Redir"},
		{"typo", "243/tcp", "sur-meas", "", "Survey Measurement"},
		{"typo", "400/tcp", "work-sol", "", "Workstation Solutions"},
		{"typo", "401/tcp", "ups", "", "Uninterruptible Power Supply"},
		{"typo", "410/tcp", "decladebug", "", "DECLadebug Remote Debug Protocol"},
		{"typo", "412/tcp", "synoptics-trap", "", "Trap Convention Port"},
		{"IANA's typo", "435/tcp", "mobileip-mn", "mobilip-mn", ""},
	}
	table := ports.New()
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q, err := ports.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			e, ok := table.Lookup(q.Proto, q.Ports.First)
			if !ok || e.Source != ports.Services {
				t.Fatalf("%s: got %+v, want an entry of the services table", tt.why, e)
			}
			if e.Name != tt.name || e.Description != tt.desc || !slices.Equal(e.Aliases, strings.Fields(tt.aliases)) {
				t.Errorf("%s:\n got %q %q %q\nwant %q %q %q", tt.why, e.Name, e.Aliases, e.Description, tt.name, strings.Fields(tt.aliases), tt.desc)
			}
		})
	}
}

// TestServicesText asserts what the traps left behind elsewhere would break.
func TestServicesText(t *testing.T) {
	for e := range ports.New().All() {
		if e.Source != ports.Services {
			continue
		}
		for _, word := range append(e.Aliases, e.Name) {
			if word != strings.ToLower(word) || strings.ContainsAny(word, "(), \u00a0") {
				t.Errorf("%v/%v: name %q", e.Ports, e.Proto, word)
			}
		}
		if strings.Contains(e.Description, "\u00a0") || strings.HasPrefix(e.Description, "- ") {
			t.Errorf("%v/%v: description %q", e.Ports, e.Proto, e.Description)
		}
	}
}
