package longtail

import "testing"

// The lines are tshark 4.6.9's, which has a command that is cut as malformed.
func TestTelnet(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"\xff\xfb\x01":                          "Will Echo",
		"\xff\xfc\x01\xff\xfd\x03":              "Won't Echo, Do Suppress Go Ahead",
		"\xff\xfe\x32":                          "Don't <unknown option>",
		"\xff\xf6":                              "Are You There?",
		"\xff\x10":                              "<unknown option>",
		"\xff\xff":                              "2 bytes data",
		"a":                                     "1 byte data",
		"a\xff\xffb":                            "4 bytes data",
		"login: \xff\xfb\x01 more":              "7 bytes data, Will Echo, 5 bytes data",
		"\xff\xfa\x18\x00a\xff\xffb\xff\xf0abc": "Suboption Terminal Type, 3 bytes data",
		"\xff\xfa\x18\x01":                      "Suboption Terminal Type",
		"\xff\xf0":                              "Telnet Data…",
		"\xff":                                  "Telnet Data…",
		"\xff\xfb":                              "Telnet Data…",
	} {
		if got := string(telnetInfo(nil, &Message{Data: view(data)})); got != want {
			t.Errorf("%q: %q, want %q", data, got, want)
		}
	}
}
