package cli

import "strings"

// An example is a command line, and what it prints.
type example struct{ line, prints string }

// examples are those in the help of a command, "" for captures that are read.
func examples(command string) []example {
	switch command {
	case "fields":
		return []example{
			{"pktscope fields cdp", "the fields of CDP"},
			{"pktscope fields 'isakmp.ke*'", "those with names that begin so"},
			{"pktscope fields --format json holdtime", "as data"},
		}
	case "ports":
		return []example{
			{"pktscope ports 4500", "the names of a port"},
			{"pktscope ports isakmp", "the ports of a name"},
			{"pktscope ports 500-520/udp", "those of a range, of one protocol"},
		}
	case "keys":
		return []example{
			{"pktscope keys --keys ike.log", "the keys of a daemon's log"},
			{"pktscope keys --keys keys.json -r vpn.pcap", "which of them decrypt a capture"},
			{"pktscope keys --keys keys.json --to esp_sa", "the same for Wireshark"},
		}
	case "view":
		return []example{
			{"pktscope view vpn.pcap", "a capture"},
			{"pktscope view vpn.pcap --keys keys.json", "with what its tunnels carry"},
			{"sudo pktscope view -i eth0", "an interface"},
		}
	case "show":
		return []example{
			{"pktscope show cdp neighbors switch.pcapng", "as a router prints it"},
			{"pktscope sh cry isa sa det -r vpn.pcap", "words may be shortened"},
			{"pktscope show ip nat translations inside.pcap outside.pcap", "both sides of a NAT"},
		}
	case "diagnose":
		return []example{
			{"pktscope diagnose vpn.pcap", "why its tunnels are down"},
			{"pktscope diagnose vpn.pcap --keys keys.json --platform asa", "with what only the peers saw"},
			{"pktscope diagnose --fail-on error --format json vpn.pcap", "for a script"},
		}
	case "report":
		return []example{
			{"pktscope report vpn.pcap -o vpn.html", "a page about a capture"},
			{"pktscope report vpn.pcap --keys keys.json -o vpn.html", "with what its tunnels carry"},
			{"pktscope report inside.pcap outside.pcap -o nat.html", "about both sides of a NAT"},
		}
	case "export":
		return []example{
			{"pktscope export vpn.pcap -o tables", "its tables, for DuckDB"},
			{"pktscope export vpn.pcap --keys keys.json -o tables", "with what its tunnels carry"},
			{"pktscope export inside.pcap outside.pcap -o tables", "of several captures, a folder each"},
		}
	case "decrypt":
		return []example{
			{"pktscope decrypt -r vpn.pcap -w inner.pcapng --keys keys.json", "the packets in its tunnels"},
			{"pktscope decrypt -r vpn.pcap -w inner.pcapng --keys keys.json --only-tunnel", "and no others"},
			{"pktscope decrypt -r vpn.pcap -w same.pcapng --keys keys.json --embed-keys", "the capture and its keys in one file"},
		}
	case "completion":
		return []example{
			{"source <(pktscope completion bash)", "in ~/.bashrc"},
			{"source <(pktscope completion zsh)", "in ~/.zshrc, behind compinit"},
			{"pktscope completion fish | source", "in ~/.config/fish/config.fish"},
		}
	}
	return []example{
		{"pktscope -r vpn.pcap isakmp", "a display filter, also with -Y"},
		{"pktscope -i eth0 -w new.pcapng udp port 500", "a capture filter, or -f"},
		{"pktscope show crypto session -r vpn.pcap", "a report"},
		{"pktscope diagnose vpn.pcap --keys keys.json", "what is wrong"},
	}
}

// exampleText is the section of a help with them, what each prints in a column of its
// own.
func exampleText(command string) string {
	list, column := examples(command), 0
	for _, x := range list {
		column = max(column, len(x.line))
	}
	var b strings.Builder
	b.WriteString("Examples:\n")
	for _, x := range list {
		b.WriteString("  " + x.line + strings.Repeat(" ", column-len(x.line)+3) + x.prints + "\n")
	}
	return b.String() + "\n"
}
