package longtail

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Protocols of lines of text.
var text = []protocol{
	{name: "http", short: "HTTP", label: "Hypertext Transfer Protocol", min: 12,
		keys: tcp(80, 3128, 3132, 5985, 8080, 8088, 11371, 1900, 2869, 2710), is: isHTTP, title: httpTitle, info: httpInfo},
	{name: "sip", short: "SIP", label: "Session Initiation Protocol", min: 12, keys: append(udp(5060), tcp(5060)...), is: isSIP, title: sipTitle, info: sipInfo},
	{name: "ftp", short: "FTP", label: "File Transfer Protocol (FTP)", min: 2, keys: tcp(21), is: isText, info: ftpInfo},
	{name: "smtp", short: "SMTP", label: "Simple Mail Transfer Protocol", min: 2, keys: tcp(25, 587), is: isText, info: smtpInfo},
	{name: "pop", short: "POP", label: "Post Office Protocol", min: 2, keys: tcp(110), is: isText, info: popInfo},
	{name: "imap", short: "IMAP", label: "Internet Message Access Protocol", min: 2, keys: tcp(143), is: isText, info: imapInfo},
	{name: "telnet", short: "TELNET", label: "Telnet", min: 1, keys: tcp(23), info: fixed("Telnet Data ...")},
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

// isHTTP: a head, and the body that it announces, whole. A message that goes
// on in the next segment is listed where it ends, and that needs the stream.
func isHTTP(m *Message) bool {
	if !isHTTPLine(m) {
		return false
	}
	head := bytes.Index(m.Data, []byte("\r\n\r\n"))
	if head < 0 {
		return len(m.Data) < m.Wire
	}
	have := m.Wire - head - 4
	if n, ok := number(m.Data.header("Content-Length")); ok {
		return have >= n || isHead(m)
	}
	if bytes.Contains(m.Data.header("Transfer-Encoding"), []byte("chunked")) {
		return bytes.HasSuffix(m.Data, []byte("0\r\n\r\n"))
	}
	return true
}

// isHead: a status that has no body whatever its head says.
func isHead(m *Message) bool {
	status := m.Data.line().from(9)
	return m.Data.hasPrefix("HTTP/") && (status.hasPrefix("304") || status.hasPrefix("204"))
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

func number(v view) (n int, ok bool) {
	for _, c := range v {
		if c < '0' || c > '9' || n > 1<<30 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(v) > 0
}

// mediaType returns the content type without its parameters.
func (v view) mediaType() view {
	t, _, _ := bytes.Cut(v.header("Content-Type"), []byte(";"))
	return bytes.TrimSpace(t)
}

func isXML(t view) bool {
	return bytes.HasSuffix(t, []byte("/xml")) || bytes.HasSuffix(t, []byte("+xml"))
}

func hasBody(v view) bool {
	head := bytes.Index(v, []byte("\r\n\r\n"))
	return head >= 0 && head+4 < len(v)
}

func httpTitle(b []byte, m *Message) []byte {
	b = append(b, m.of.short...)
	if hasBody(m.Data) {
		switch t := m.Data.mediaType(); {
		case isXML(t):
			return append(b, "/XML"...)
		case string(t) == "application/json":
			return append(b, "/JSON"...)
		}
	}
	return b
}

func httpInfo(b []byte, m *Message) []byte {
	b = append(field.AppendEscaped(b, m.Data.line()), ' ')
	if t := m.Data.mediaType(); m.of.name == "http" && len(t) > 0 && hasBody(m.Data) && !isXML(t) {
		b = append(field.AppendEscaped(append(b, " ("...), picture(t, m.Data)), ')')
	}
	return b
}

// picture returns the format of a picture by its first bytes, the type where they
// do not tell.
func picture(t, v view) view {
	body := v.from(bytes.Index(v, []byte("\r\n\r\n")) + 4)
	switch {
	case body.hasPrefix("GIF87a"), body.hasPrefix("GIF89a"):
		return body[:6]
	case body.hasPrefix("\x89PNG"):
		return view("PNG")
	case body.hasPrefix("\xff\xd8\xff"):
		return view("JPEG JFIF image")
	}
	return t
}

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
