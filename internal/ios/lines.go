package ios

import "strings"

// AppendLines appends each line of a text that a neighbour announces, such as the version
// of its software, as IOS does. IOS has nothing that tells these lines from its own:
// where one of them could be taken for one of the report's, or is empty, each has a bar
// before it, so that no neighbour can announce another one.
func AppendLines(b []byte, text string) []byte {
	text = strings.TrimRight(text, "\r\n")
	mark := ""
	for line := range strings.Lines(text) {
		if likeOurs(line) {
			mark = "| "
		}
	}
	for line := range strings.Lines(text) {
		b = AppendLine(b, mark, strings.TrimRight(line, "\r\n"))
	}
	return b
}

// likeOurs reports whether a line of a text could be taken for one of a report.
func likeOurs(line string) bool {
	line = strings.ToLower(strings.TrimSpace(line))
	if line == "" || strings.HasPrefix(line, "---") || line[0] == '%' || line[0] == '|' {
		return true
	}
	for _, label := range labels {
		if strings.HasPrefix(line, label) {
			return true
		}
	}
	return false
}

// labels begin the lines of the reports that have texts of several lines: those of CDP,
// LLDP and FDP in detail.
var labels = [...]string{
	"device id", "entry address", "ip address", "ipv6 address", "platform:", "interface:", "holdtime", "version :", "advertisement version",
	"protocol hello", "vtp management", "native vlan", "duplex", "voice vlan", "mtu:", "odr ", "ip prefix", "power ", "system name", "system oid",
	"physical location", "management address", "total ", "local intf", "chassis id", "port id", "port description", "system description",
	"time remaining", "system capabilities", "enabled capabilities", "auto negotiation", "physical media", "media attachment", "vlan id",
	"peer source", "med ", "vlans:", "ip:", "ipv6:", "other:", "pse ", "pd device", "h/w revision", "f/w revision", "s/w revision", "serial number:",
	"manufacturer:", "model:", "asset id", "capabilities:", "device type:", "network polic", "location", "inventory information",
}
