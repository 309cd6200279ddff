package longtail

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// NetBIOS over TCP and UDP: RFC 1002; and what it carries.
var netbios = []protocol{
	{name: "nbdgm", short: "NBDS", label: "NetBIOS Datagram Service", min: 10, keys: udp(138), is: isDatagram, fits: fitsDatagram, title: nbdgmTitle, info: nbdgmInfo, path: nbdgmPath},
	{name: "nbss", short: "NBSS", label: "NetBIOS Session Service", min: 4, keys: tcp(139, 445), is: isSession, title: nbssTitle, info: nbssInfo, path: nbssPath},
}

func isDatagram(m *Message) bool { return m.Data.u8(0) >= 0x10 && m.Data.u8(0) <= 0x16 }

// browser returns the browser's message in a datagram, nil where there is none: a
// transaction on the mailslot \MAILSLOT\BROWSE.
func browser(m *Message) view {
	v := datagram(m)
	const slot = "\\MAILSLOT\\BROWSE\x00"
	if !v.hasPrefix("\xffSMB\x25") {
		return nil
	}
	if i := bytes.Index(v, []byte(slot)); i >= 0 {
		return v.from(i + len(slot))
	}
	return nil
}

// datagram returns what stands behind the two names of a direct datagram.
func datagram(m *Message) view {
	if m.Data.u8(0) > 0x12 {
		return nil
	}
	w := walk{msg: m.Data}
	return m.Data.from(w.skip(w.skip(14)))
}

func nbdgmTitle(b []byte, m *Message) []byte {
	switch v := datagram(m); {
	case browser(m) != nil:
		return append(b, "BROWSER"...)
	case v.hasPrefix("\xffSMB"):
		return append(b, "SMB"...)
	}
	return append(b, m.of.short...)
}

func nbdgmPath(m *Message) string {
	switch {
	case browser(m) != nil:
		return "smb:browser"
	case datagram(m).hasPrefix("\xffSMB"):
		return "smb"
	}
	return ""
}

func nbdgmInfo(b []byte, m *Message) []byte {
	v := browser(m)
	if v == nil {
		return appendName(b, pick(m.Data.u8(0)-0x10, "Direct_unique datagram", "Direct_group datagram", "Broadcast datagram",
			"Datagram error", "Datagram query request", "Positive response to datagram query", "Negative response to datagram query"), uint64(m.Data.u8(0)))
	}
	name, at := browserCommand(v.u8(0))
	b = appendName(b, name, uint64(v.u8(0)))
	if at == 0 {
		if v.u8(0) == 2 {
			b = field.AppendEscaped(append(b, ' '), v.from(2).cstring())
		}
		return b
	}
	b = field.AppendEscaped(append(b, ' '), v.cut(6, 16).cstring())
	types := uint32(v.u8(at+3))<<24 | uint32(v.u8(at+2))<<16 | uint32(v.u8(at+1))<<8 | uint32(v.u8(at))
	for bit, s := range serverTypes {
		switch {
		case types>>bit&1 == 0:
		case s == "":
			b = field.AppendUint(append(b, ", Unknown server type:"...), uint64(bit))
		default:
			b = append(append(b, ", "...), s...)
		}
	}
	return b
}

// browserCommand names a command and says where the type of the server
// stands, 0 where it does not: MS-BRWS, section 2.2.
func browserCommand(v uint8) (string, int) {
	switch v {
	case 1:
		return "Host Announcement", 24
	case 2:
		return "Request Announcement", 0
	case 8:
		return "Browser Election Request", 0
	case 9:
		return "Get Backup List Request", 0
	case 10:
		return "Get Backup List Response", 0
	case 11:
		return "Become Backup Browser", 0
	case 12:
		return "Domain/Workgroup Announcement", 24
	case 13:
		return "Master Announcement", 0
	case 14:
		return "Reset Browser State Announcement", 0
	case 15:
		return "Local Master Announcement", 24
	}
	return "", 0
}

// serverTypes by bit: MS-BRWS, section 2.2.1.
var serverTypes = [32]string{"Workstation", "Server", "SQL Server", "Domain Controller", "Backup Controller", "Time Source", "Apple Server",
	"Novell Server", "Domain Member Server", "Print Queue Server", "Dialin Server", "Xenix Server", "NT Workstation",
	"Windows for Workgroups", "", "NT Server", "Potential Browser", "Backup Browser", "Master Browser", "Domain Master Browser",
	"OSF", "VMS", "Windows 95 or above", "DFS server", 30: "Local List Only", 31: "Domain Enum"}

// isSession: a message of a known type that is whole.
func isSession(m *Message) bool {
	v := m.Data
	if v.u8(0) == 0 && v.u8(4) != 0xff && v.u8(4) != 0xfe {
		return false
	}
	return nbssType(v.u8(0)) != "" && 4+int(v.u24(1)) <= m.Wire
}

func nbssTitle(b []byte, m *Message) []byte {
	switch v := m.Data.from(4); {
	case v.hasPrefix("\xffSMB"):
		return append(b, "SMB"...)
	case v.hasPrefix("\xfeSMB"):
		return append(b, "SMB2"...)
	}
	return append(b, m.of.short...)
}

func nbssPath(m *Message) string {
	switch v := m.Data.from(4); {
	case v.hasPrefix("\xffSMB"):
		return "smb"
	case v.hasPrefix("\xfeSMB"):
		return "smb2"
	}
	return ""
}

func nbssInfo(b []byte, m *Message) []byte {
	v := m.Data.from(4)
	switch {
	case v.hasPrefix("\xffSMB") && len(v) < 5:
		return b // the capture cut the command
	case v.hasPrefix("\xffSMB"):
		name := smbCommand(v.u8(4))
		if name == "" {
			return append(field.AppendHex(append(b, "SMB 0x"...), uint64(v.u8(4)), 1), " command"...)
		}
		return direction(append(b, name...), v.u8(9)&0x80 != 0)
	case v.hasPrefix("\xfeSMB"):
		cmd := uint16(v.u8(12)) | uint16(v.u8(13))<<8
		return direction(appendName(b, smb2Command(cmd), uint64(cmd)), v.u8(16)&1 != 0)
	}
	b = append(b, nbssType(m.Data.u8(0))...)
	if m.Data.u8(0) == 0x81 {
		w := walk{msg: v}
		b = appendNetBIOS(append(b, ", to "...), v)
		b = appendNetBIOS(append(b, " from "...), v.from(w.skip(0)))
	}
	return b
}

func direction(b []byte, response bool) []byte {
	if response {
		return append(b, " Response"...)
	}
	return append(b, " Request"...)
}

func nbssType(v uint8) string {
	switch v {
	case 0x00:
		return "Session message"
	case 0x81:
		return "Session request"
	case 0x82:
		return "Positive session response"
	case 0x83:
		return "Negative session response"
	case 0x84:
		return "Retarget session response"
	case 0x85:
		return "Session keep-alive"
	}
	return ""
}

// smbCommand: MS-CIFS, section 2.2.2.1; the commoner ones.
func smbCommand(v uint8) string {
	switch v {
	case 0x04:
		return "Close"
	case 0x06:
		return "Delete"
	case 0x10:
		return "Check Directory"
	case 0x24:
		return "Locking AndX"
	case 0x25:
		return "Trans"
	case 0x2b:
		return "Echo"
	case 0x2d:
		return "Open AndX"
	case 0x2e:
		return "Read AndX"
	case 0x2f:
		return "Write AndX"
	case 0x32:
		return "Trans2"
	case 0x34:
		return "Find Close2"
	case 0x71:
		return "Tree Disconnect"
	case 0x72:
		return "Negotiate Protocol"
	case 0x73:
		return "Session Setup AndX"
	case 0x74:
		return "Logoff AndX"
	case 0x75:
		return "Tree Connect AndX"
	case 0xa0:
		return "NT Trans"
	case 0xa2:
		return "NT Create AndX"
	}
	return ""
}

func smb2Command(v uint16) string {
	return pick(v, "Negotiate Protocol", "Session Setup", "Session Logoff", "Tree Connect", "Tree Disconnect", "Create", "Close", "Flush",
		"Read", "Write", "Lock", "Ioctl", "Cancel", "KeepAlive", "Find", "Notify", "GetInfo", "SetInfo", "Break")
}
