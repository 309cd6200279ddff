package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Services of a network's hosts.
var services = []protocol{
	{name: "db-lsp-disc", short: "DB-LSP-DISC", label: "Dropbox LAN sync Discovery Protocol", min: 2, keys: udp(17500), is: isObject,
		title: fixed("DB-LSP-DISC/JSON"), info: fixed("Dropbox LAN sync Discovery Protocol, JSON"), path: func(*Message) string { return "json" }},
	{name: "cups", short: "CUPS", label: "Common Unix Printing System (CUPS) Browsing Protocol", min: 4, keys: udp(631), is: isPrinter, info: printerInfo},
	{name: "mndp", short: "MNDP", label: "Mikrotik Neighbor Discovery Protocol", min: 8, keys: udp(5678), is: isMikrotik, info: fixed("Mikrotik Neighbor Discovery")},
	{name: "rpc", short: "RPC", label: "Remote Procedure Call", min: 8, keys: append(udp(111, 2049), tcp(111, 2049)...), is: isRPC, title: rpcTitle, info: rpcInfo, path: rpcPath},
	{name: "dccp", short: "DCCP", label: "Datagram Congestion Control Protocol", min: 12, keys: one(field.IPProto, 33), info: dccpInfo, carries: dccpCarries},
}

func isObject(m *Message) bool { return m.Data.u8(0) == '{' }

// isPrinter: a line of the printer's type and state in hexadecimal, and its URI.
func isPrinter(m *Message) bool {
	_, state, uri := printer(m)
	return state != "" && uri.text()
}

func printer(m *Message) (rest view, state string, uri view) {
	word := func() view {
		n := 0
		for n < len(rest) && rest[n] > ' ' {
			n++
		}
		w := rest[:n]
		for n < len(rest) && rest[n] == ' ' {
			n++
		}
		rest = rest[n:]
		return w
	}
	rest = m.Data.line()
	word()
	if w := word(); len(w) == 1 {
		state = pick(w[0]-'0', "", "", "", "idle", "processing", "stopped")
	}
	return rest, state, word()
}

// printerInfo appends "ipp://printer.example:631/printers/p (idle)".
func printerInfo(b []byte, m *Message) []byte {
	_, state, uri := printer(m)
	b = append(field.AppendEscaped(b, uri), " ("...)
	return append(append(b, state...), ')')
}

// isMikrotik: a type that is known behind the header, with a length that fits.
func isMikrotik(m *Message) bool {
	typ := m.Data.u16(4)
	return typ >= 1 && typ <= 17 && 8+int(m.Data.u16(6)) <= m.Wire
}

// rpcCall returns a message of RFC 5531 without TCP's mark of a record.
func rpcCall(m *Message) view {
	if m.key.Space == field.TCPPort {
		return m.Data.from(4)
	}
	return m.Data
}

// isRPC: a call of version 2. RFC 5531, section 9. Only its call tells what a reply is.
func isRPC(m *Message) bool {
	v := rpcCall(m)
	return len(v) >= 24 && v.u32(4) == 0 && v.u32(8) == 2
}

const portmapper = 100000 // the program: RFC 1833

func calls(v view, program uint32) bool { return v.u32(12) == program }

func rpcPath(m *Message) string {
	if calls(rpcCall(m), portmapper) {
		return "portmap"
	}
	return ""
}

func rpcTitle(b []byte, m *Message) []byte {
	if calls(rpcCall(m), portmapper) {
		return append(b, "Portmap"...)
	}
	return append(b, m.of.short...)
}

func rpcInfo(b []byte, m *Message) []byte {
	v := rpcCall(m)
	procedure := v.u32(20)
	if !calls(v, portmapper) {
		b = field.AppendUint(append(b, "Program "...), uint64(v.u32(12)))
		b = field.AppendUint(append(b, ", V"...), uint64(v.u32(16)))
		return append(field.AppendUint(append(b, ", procedure "...), uint64(procedure)), " Call"...)
	}
	b = field.AppendUint(append(b, 'V'), uint64(v.u32(16)))
	name := ""
	if v.u32(16) == 2 {
		name = pick(procedure, "NULL", "SET", "UNSET", "GETPORT", "DUMP", "CALLIT")
	}
	return append(appendName(append(b, ' '), name, uint64(procedure)), " Call"...)
}

// dccpInfo appends the ports and the type of packet: RFC 4340, section 5.1.
func dccpInfo(b []byte, m *Message) []byte {
	b = field.AppendUint(b, uint64(m.Data.u16(0)))
	b = field.AppendUint(append(b, " → "...), uint64(m.Data.u16(2)))
	b = appendName(append(b, " ["...), pick(dccpType(m), "Request", "Response", "Data", "Ack", "DataAck", "CloseReq", "Close", "Reset", "Sync", "SyncAck"), uint64(dccpType(m)))
	return append(b, ']')
}

func dccpType(m *Message) uint8 { return m.Data.u8(8) >> 1 & 15 }

// dccpCarries: only packets of type Data and DataAck have application data.
func dccpCarries(m *Message) (header int, inner field.Key) {
	if t := dccpType(m); t != 2 && t != 4 {
		return 0, field.Key{}
	}
	return 4 * int(m.Data.u8(4)), contentKey
}
