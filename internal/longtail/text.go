package longtail

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Protocols of lines of text.
var text = []protocol{
	{name: "sip", short: "SIP", label: "Session Initiation Protocol", min: 12, keys: append(udp(5060), tcp(5060)...), is: isSIP, title: sipTitle, info: sipInfo, path: sipPath},
	{name: "ftp", short: "FTP", label: "File Transfer Protocol (FTP)", min: 2, keys: tcp(21), is: isText, info: ftpInfo},
	{name: "smtp", short: "SMTP", label: "Simple Mail Transfer Protocol", min: 2, keys: tcp(25, 587), is: isText, info: smtpInfo},
	{name: "pop", short: "POP", label: "Post Office Protocol", min: 2, keys: tcp(110), is: isText, info: popInfo},
	{name: "imap", short: "IMAP", label: "Internet Message Access Protocol", min: 2, keys: tcp(143), is: isText, info: imapInfo},
	{name: "telnet", short: "TELNET", label: "Telnet", min: 1, keys: tcp(23), info: telnetInfo},
}

// sipPath: the body that sets up a session, RFC 4566, in a message that is whole.
func sipPath(m *Message) string {
	if kind := m.Data.header("Content-Type"); kind != nil && bytes.EqualFold(kind.cut(0, 15), []byte("application/sdp")) {
		return "sdp"
	}
	return ""
}

func isText(m *Message) bool { return m.Data.text() }

// isHTTPLine: a request line or a status line, RFC 9112 section 2.1.
func isHTTPLine(m *Message) bool {
	if c := m.Data.u8(0); c < 'A' || c > 'Z' {
		return false
	}
	line := m.Data.line()
	if line.hasPrefix("HTTP/1.") {
		return true
	}
	verb, rest, ok := bytes.Cut(line, []byte(" "))
	if !ok || len(verb) < 3 || len(verb) > 16 || !bytes.Contains(rest, []byte(" HTTP/1.")) {
		return false
	}
	for _, c := range verb {
		if (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return true
}

// header returns the value of a header field, nil without one.
func (v view) header(name string) view {
	for n := 0; n < 64; n++ {
		i := bytes.IndexByte(v, '\n')
		if i < 0 {
			return nil
		}
		v = v[i+1:]
		line := v.line()
		if len(line) == 0 {
			return nil
		}
		if len(line) > len(name) && line[len(name)] == ':' && bytes.EqualFold(line[:len(name)], []byte(name)) {
			return bytes.TrimSpace(line[len(name)+1:])
		}
	}
	return nil
}

// mediaType returns the content type without its parameters.
func (v view) mediaType() view {
	t, _, _ := bytes.Cut(v.header("Content-Type"), []byte(";"))
	return bytes.TrimSpace(t)
}

func hasBody(v view) bool {
	head := bytes.Index(v, []byte("\r\n\r\n"))
	return head >= 0 && head+4 < len(v)
}

func ssdpInfo(b []byte, m *Message) []byte { return append(field.AppendEscaped(b, m.Data.line()), ' ') }

func isSIP(m *Message) bool {
	line := m.Data.line()
	return line.hasPrefix("SIP/2.0 ") || bytes.HasSuffix(line, []byte(" SIP/2.0"))
}

func sipTitle(b []byte, m *Message) []byte {
	b = append(b, "SIP"...)
	if hasBody(m.Data) {
		switch t := m.Data.mediaType(); {
		case string(t) == "application/sdp":
			return append(b, "/SDP"...)
		case string(t) == "application/json":
			return append(b, "/JSON"...)
		}
	}
	return b
}

// sipInfo: RFC 3261, section 7.
func sipInfo(b []byte, m *Message) []byte {
	line := m.Data.line()
	method := line
	if line.hasPrefix("SIP/2.0 ") {
		b = field.AppendEscaped(append(b, "Status: "...), line.from(8))
		seq := m.Data.header("CSeq")
		if i := bytes.IndexByte(seq, ' '); i >= 0 {
			method = view(bytes.TrimSpace(seq[i:]))
			if line.hasPrefix("SIP/2.0 2") {
				b = append(field.AppendEscaped(append(b, " ("...), method), ')')
			}
		}
	} else {
		b = field.AppendEscaped(append(b, "Request: "...), bytes.TrimSuffix(line, []byte(" SIP/2.0")))
		if bytes.Contains(m.Data.header("To"), []byte(";tag=")) && (line.hasPrefix("SUBSCRIBE ") || line.hasPrefix("INVITE ")) {
			b = append(b, ", in-dialog"...)
		}
	}
	if method.hasPrefix("REGISTER") && len(m.Data.header("Contact")) > 0 {
		b = append(b, "  (1 binding)"...)
	}
	return append(b, " | "...)
}

func ftpInfo(b []byte, m *Message) []byte {
	if m.toServer(21) {
		b = append(b, "Request: "...)
	} else {
		b = append(b, "Response: "...)
	}
	return field.AppendEscaped(b, m.Data.line())
}

func imapInfo(b []byte, m *Message) []byte {
	if m.toServer(143) {
		b = append(b, "Request: "...)
	} else {
		b = append(b, "Response: "...)
	}
	return field.AppendEscaped(b, m.Data.line())
}

func side(b []byte, m *Message, ports ...uint16) []byte {
	if m.toServer(ports...) {
		return append(b, "C: "...)
	}
	return append(b, "S: "...)
}

func popInfo(b []byte, m *Message) []byte {
	return field.AppendEscaped(side(b, m, 110), m.Data.line())
}

// smtpInfo appends every line, without the codes of continuation lines: RFC
// 5321, section 4.2.1.
func smtpInfo(b []byte, m *Message) []byte {
	b = side(b, m, 25, 587)
	reply := !m.toServer(25, 587)
	v := m.Data
	for n := 0; len(v) > 0 && n < 16; n++ {
		line := v.line()
		if n > 0 {
			b = append(b, " | "...)
			if reply && len(line) > 4 {
				line = line[4:]
			}
		}
		b = field.AppendEscaped(b, line)
		i := bytes.IndexByte(v, '\n')
		if i < 0 {
			break
		}
		v = v[i+1:]
	}
	return b
}
