package forms

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// What a file is that has no key in it: a capture, a log of a tunnel that never came to
// keys, the answer to another command. It is read for a reason, and the user is told
// what it is and where the keys are.

// Beginnings of files that are no text, and what these are.
var magics = [...]struct{ magic, what string }{
	{"\xd4\xc3\xb2\xa1", "a capture, not a key file"},
	{"\xa1\xb2\xc3\xd4", "a capture, not a key file"},
	{"\x4d\x3c\xb2\xa1", "a capture, not a key file"},
	{"\xa1\xb2\x3c\x4d", "a capture, not a key file"},
	{"\x0a\x0d\x0d\x0a", "a capture, not a key file"},
	{"\x1f\x8b", "compressed, not a text: unpack it"},
	{"\x28\xb5\x2f\xfd", "compressed, not a text: unpack it"},
	{"\xfd7zXZ", "compressed, not a text: unpack it"},
	{"BZh", "compressed, not a text: unpack it"},
}

// notText says what a file is that begins with head and is no text, "" for a text.
func notText(head []byte) string {
	if bytes.IndexByte(head, 0) < 0 && !bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		return ""
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.what
		}
	}
	return "not a text: no key file"
}

// A kind is what a text is by some of its lines.
type kind struct {
	words string // of a line
	what  string
}

// kinds are texts in which keys are looked for in vain, the surest first.
var kinds = [...]kind{
	{"pluto[", logOfLibreswan},
	{`" #1: `, logOfLibreswan},
	{`" #2: `, logOfLibreswan},
	{"racoon: ", logOfRacoon},
	{"ipsec,debug", logOfRacoon},
	{"ipsec,info", logOfRacoon},
	{"tmpl src ", "what ip xfrm policy prints, without keys; ip xfrm state prints them"},
	{"inbound esp sas:", "what show crypto ipsec sa prints, without keys"},
	{"Crypto map tag:", "what show crypto ipsec sa prints, without keys"},
	{"ESTABLISHED, IKEv", "what swanctl --list-sas prints, without keys"},
	{"Security Associations (", "what ipsec status prints, without keys"},
	{"-----BEGIN ", "a certificate or a private key, which decrypts neither IKE nor ESP"},
	{"config setup", "a configuration, without keys of an SA"},
	{"connections {", "a configuration, without keys of an SA"},
	{": PSK ", "a list of pre-shared keys; --psk checks one, JSON (docs/keys.md) holds several"},
}

const (
	logOfStrongswan = "a log of strongSwan without keys; it prints them with ike and chd at level 4"
	logOfLibreswan  = "a log of libreswan without keys; it prints them with plutodebug=private,crypt"
	logOfRacoon     = "a log of racoon without keys; it prints them at level debug"
	jsonWithoutKeys = `JSON without "ike", "esp" or "psk"`
	xfrmWithoutSA   = "what ip xfrm state prints, without an ESP SA that has keys"
)

// recognise keeps what the text is by a line of it that has no key.
func (c *collector) recognise(line string) {
	if c.kind != "" {
		return
	}
	for _, k := range kinds {
		if strings.Contains(line, k.words) {
			c.kind = k.what
			return
		}
	}
}

// withoutKeys says what a file without any key is.
func (c *collector) withoutKeys() string {
	switch {
	case c.kind != "":
		return c.kind
	case c.blank && c.isTable():
		return "empty: strongSwan's save-keys has no name for this cipher; use the log"
	case c.blank:
		return "empty"
	}
	return "no key in any known form"
}

// isTable reports whether the file has the name of one of Wireshark's tables in its
// own.
func (c *collector) isTable() bool {
	name := filepath.Base(c.place.File)
	return slices.ContainsFunc(tables[:], func(table string) bool { return strings.Contains(name, table) })
}
