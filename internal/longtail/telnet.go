package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Bytes of Telnet's commands: RFC 854.
const (
	telnetSE   = 240 // ends a suboption
	telnetSB   = 250 // begins one
	telnetWill = 251
	telnetDont = 254
	telnetIAC  = 255 // begins a command; twice, a byte of data
)

// mostTelnet bounds the line of a segment full of commands.
const mostTelnet = 4096

// telnetInfo appends the commands of a segment, and how many bytes of data stand between
// them: "Will Echo, 3 bytes data".
func telnetInfo(b []byte, m *Message) []byte {
	start := len(b)
	next := func() {
		if len(b) > start {
			b = append(b, ", "...)
		}
	}
	for data := []byte(m.Data); len(data) > 0 && len(b)-start < mostTelnet; {
		n := telnetText(data)
		if n > 0 {
			next()
			b = field.AppendUint(b, uint64(n))
			if b = append(b, " bytes data"...); n == 1 {
				b = append(b[:len(b)-len(" bytes data")], " byte data"...)
			}
		}
		if data = data[n:]; len(data) < 2 {
			break
		}
		command := data[1]
		data = data[2:]
		switch {
		case command == telnetSE:
		case command < telnetSB:
			next()
			b = append(b, telnetCommand(command)...)
		case len(data) == 0:
		default:
			next()
			b = append(b, pick(command-telnetSB, "Suboption ", "Will ", "Won't ", "Do ", "Don't ")...)
			b = append(b, telnetOption(data[0])...)
			if data = data[1:]; command == telnetSB {
				data = data[telnetSuboption(data):]
			}
		}
	}
	if len(b) == start {
		return append(b, "Telnet Data…"...)
	}
	return b
}

// telnetText returns how many bytes of data begin b, two of them for each byte 255.
func telnetText(b []byte) int {
	for i := 0; i < len(b); i++ {
		if b[i] != telnetIAC {
			continue
		}
		if i+1 == len(b) || b[i+1] != telnetIAC {
			return i
		}
		i++
	}
	return len(b)
}

// telnetSuboption returns the length of a suboption's parameters and of its end.
func telnetSuboption(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == telnetIAC {
			if b[i+1] == telnetSE {
				return i + 2
			}
			i++
		}
	}
	return len(b)
}

// telnetCommand names a command without an option: RFC 854, 885 and 1184.
func telnetCommand(v byte) string {
	if v < 236 || v == telnetSE {
		return "<unknown option>"
	}
	return pick(v-236, "End of File", "Suspend Current Process", "Abort Process", "End of Record", "", "No Operation", "Data Mark", "Break",
		"Interrupt Process", "Abort Output", "Are You There?", "Escape Character", "Erase Line", "Go Ahead")
}

// telnetOption names an option of IANA's registry in Wireshark's words.
func telnetOption(v byte) string {
	if v == 232 {
		return "VMware Virtual Serial Port Proxy"
	}
	if v > 49 {
		return "<unknown option>"
	}
	return pick(v, "Binary Transmission", "Echo", "Reconnection", "Suppress Go Ahead", "Approx Message Size Negotiation", "Status",
		"Timing Mark", "Remote Controlled Trans and Echo", "Output Line Width", "Output Page Size", "Output Carriage-Return Disposition",
		"Output Horizontal Tab Stops", "Output Horizontal Tab Disposition", "Output Formfeed Disposition", "Output Vertical Tabstops",
		"Output Vertical Tab Disposition", "Output Linefeed Disposition", "Extended ASCII", "Logout", "Byte Macro", "Data Entry Terminal",
		"SUPDUP", "SUPDUP Output", "Send Location", "Terminal Type", "End of Record", "TACACS User Identification", "Output Marking",
		"Terminal Location Number", "Telnet 3270 Regime", "X.3 PAD", "Negotiate About Window Size", "Terminal Speed", "Remote Flow Control",
		"Linemode", "X Display Location", "Environment Option", "Authentication Option", "Encryption Option", "New Environment Option",
		"TN3270E", "XAUTH", "CHARSET", "Remote Serial Port", "COM Port Control", "Suppress Local Echo", "Start TLS", "KERMIT", "SEND-URL",
		"FORWARD_X")
}
