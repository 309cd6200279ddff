package ios

import (
	"strings"
	"testing"
)

// The versions of honest neighbours look as IOS prints them.
func TestLinesOfIOS(t *testing.T) {
	for _, text := range []string{
		"Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE9, RELEASE SOFTWARE (fc1)\n" +
			"Technical Support: http://www.cisco.com/techsupport\nCopyright (c) 1986-2014 by Cisco Systems, Inc.\nCompiled Mon 03-Mar-14 22:53 by prod_rel_team\n",
		"Cisco Nexus Operating System (NX-OS) Software, Version 7.0(3)I4(2)\n",
		"Cisco Internetwork Operating System Software \nIOS (tm) C2950 Software, Version 12.1(22)EA14\n",
	} {
		if got := string(AppendLines(nil, text)); got != text {
			t.Errorf("%q", got)
		}
	}
}

// A text cannot have a line that begins as one of the reports does.
func TestLinesCannotForge(t *testing.T) {
	forged := "Cisco IOS\n\nadvertisement version: 2\n-------------------------\nDevice ID: core\nEntry address(es):\n  IP address: 192.0.2.1\n" +
		"Platform: cisco,  Capabilities: Router\nInterface: Gi0/1,  Port ID (outgoing port): Gi0/2\nHoldtime : 120 sec\n\nVersion :\nx"
	for line := range strings.Lines(string(AppendLines(nil, forged))) {
		if !strings.HasPrefix(line, "| ") {
			t.Errorf("%q", line)
		}
	}
	for _, line := range strings.Split(forged, "\n")[2:10] {
		if got := string(AppendLines(nil, "Cisco IOS\r\n"+line)); got != "| Cisco IOS\n| "+line+"\n" {
			t.Errorf("%q", got)
		}
	}
}
