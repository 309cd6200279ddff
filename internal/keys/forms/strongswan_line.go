package forms

import (
	"bytes"
	"encoding/json"
	"strings"
)

// charonLine takes a line apart: "11[IKE] <net|1> text", behind whatever a
// system's log puts before it. With log_level the level stands behind the group:
// "11[IKE4]".
func charonLine(s string) (thread, group, text string, ok bool) {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '[')
		if i < 0 || at+i+6 > len(s) {
			return "", "", "", false
		}
		at += i + 1
		level := 0
		if c := s[at+3]; '0' <= c && c <= '4' {
			level = 1
		}
		if !strings.HasPrefix(s[at+3+level:], "] ") || !isUpper(s[at:at+3]) {
			continue
		}
		from := at - 1
		for from > 0 && '0' <= s[from-1] && s[from-1] <= '9' {
			from--
		}
		if thread = s[from : at-1]; len(thread) < 2 {
			continue
		}
		text = s[at+5+level:]
		if strings.HasPrefix(text, "<") {
			if _, rest, found := strings.Cut(text, "> "); found {
				text = rest
			}
		}
		return thread, s[at : at+3], text, true
	}
}

func isUpper(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// A charonJSON is a line of a log with "json = yes". A dump is one message of several
// lines.
type charonJSON struct {
	Thread  int    `json:"thread"`
	Group   string `json:"group"`
	Message string `json:"msg"`
}

// charonRecord reads a line of a log in JSON.
func charonRecord(s string) (l charonJSON, ok bool) {
	if s = strings.TrimSpace(s); !strings.HasPrefix(s, "{") || !charonObject([]byte(s)) {
		return l, false
	}
	return l, json.Unmarshal([]byte(s), &l) == nil && l.Group != ""
}

// charonObject reports whether a text begins with a line of a log in JSON, and not
// with a file of keys in JSON.
func charonObject(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return bytes.Contains(line, []byte(`"thread":`)) && bytes.Contains(line, []byte(`"group":"`))
}

// journal is the thread of all lines of systemd's journal, in which charon-systemd
// leaves out the numbers of threads and the groups.
const journal = "journal"

// journalTag is what the journal puts before a message.
const journalTag = "charon-systemd["

// journalLine finds the group of a message in systemd's journal, by its words. The
// further lines of a message, the rows of a dump, stand below it without what the
// journal puts before its first. Where the messages alone were printed, they are
// known from the first dump on.
func (w *strongswan) journalLine(s string) (group, text string, ok bool) {
	if t := w.threads[journal]; t != nil && t.label != "" && t.isRow(s) {
		return "IKE", s, true
	}
	text = strings.TrimSpace(s)
	_, tail, tagged := strings.Cut(s, journalTag)
	if tagged {
		if _, text, ok = strings.Cut(tail, "]: "); !ok {
			return "", "", false
		}
		text = strings.TrimSpace(text)
	}
	group = charonGroup(text)
	return group, text, tagged || group != "" && (w.threads[journal] != nil || strings.Contains(text, " => "))
}

// charonGroup is the group of a message that has none before it, "" for one that says
// nothing of keys.
func charonGroup(text string) string {
	if label, _, ok := strings.Cut(text, " => "); ok {
		for _, group := range [...]string{"IKE", "CHD"} {
			if wanted(group + " " + label) {
				return group
			}
		}
		return ""
	}
	for _, begins := range [...]struct{ words, group string }{
		{"checkin IKEv", "MGR"}, {"checkout IKEv", "MGR"}, {"parsed ", "ENC"}, {"selected proposal: ", "CFG"}, {"Starting charon", "DMN"},
		{"IKE_SA ", "IKE"}, {"CHILD_SA ", "IKE"}, {"inbound CHILD_SA ", "IKE"}, {"outbound CHILD_SA ", "IKE"},
		{"adding inbound ESP", "CHD"}, {"adding outbound ESP", "CHD"}, {"registering outbound ESP", "CHD"}, {"SPI 0x", "CHD"},
	} {
		if strings.HasPrefix(text, begins.words) {
			return begins.group
		}
	}
	if strings.HasPrefix(text, "using ") && (strings.HasSuffix(text, " for encryption") || strings.HasSuffix(text, " for integrity")) {
		return "CHD"
	}
	return ""
}
