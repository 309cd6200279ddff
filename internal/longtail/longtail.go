// Package longtail names the protocols that have no package of their own: the
// Protocol column, and the line that the Info column has for them. Their
// messages keep the bytes; the line is read when the row is printed.
//
// To add one: write its info function in the file of its family, bounds-safe
// by way of view, and list it in that file's table.
package longtail

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A protocol is one line of the tables.
type protocol struct {
	name  string // filter name
	short string // Protocol column
	label string
	keys  []field.Key
	min   int                               // least length in bytes
	is    func(m *Message) bool             // recognises the protocol; nil: by min alone
	fits  func(m *Message) bool             // recognises it where the other port has a protocol, too; nil: as is says
	title func(b []byte, m *Message) []byte // Protocol column where it varies
	info  func(b []byte, m *Message) []byte // Info column
	path  func(m *Message) string           // what follows the name in frame.protocols; nil: nothing

	// source and destination append the columns of that name. Where they are nil or
	// append nothing, the layer below fills the column.
	source, destination func(b []byte, m *Message) []byte

	// carries returns the length of the header and the key of the payload, None
	// without one.
	carries func(m *Message) (header int, inner field.Key)
}

// Bindings returns the bindings of all protocols of the tables.
func Bindings() []dissect.Binding {
	var list []dissect.Binding
	for _, p := range slices.Concat(switching, firstHop, routing, osi, ppp, naming, hosts, access, management, wireless, text, security, netbios, services, desktop, pseudo, buses) {
		list = append(list, p.binding())
	}
	return list
}

func (p *protocol) binding() dissect.Binding {
	proto := field.NewProto(p.name, p.short, p.label)
	data := proto.Bytes("pktscope."+p.name+".data", "Data")
	return dissect.Binding{
		New:  func() dissect.Message { return &Message{of: p, proto: proto, field: data} },
		Keys: p.keys,
	}
}

// A Message is a payload found under the key of one of the protocols. Its bytes decide
// whether it is of that protocol; if not it is data, and the columns are those of
// the layer below.
type Message struct {
	Data             view // aliases the packet
	Wire             int  // its length before the capture cut it
	Src, Dst         netip.Addr
	SrcPort, DstPort uint16

	key   field.Key // under which it was found
	inner field.Key // of what it carries

	of    *protocol
	proto *field.Proto
	field field.Bytes
	other bool // not of the protocol
	cut   bool // truncated by the capture before it could be recognised
	data  dissect.Data
}

// Proto returns the protocol's declaration, or that of data.
func (m *Message) Proto() *field.Proto {
	if m.other {
		return dissect.DataProto
	}
	return m.proto
}

// Decode takes the bytes and decides whether they are of the protocol.
func (m *Message) Decode(d *field.Decoder) error {
	m.Data = d.Peek(d.Captured())
	m.Wire = d.Len()
	m.Src, m.Dst = d.Env.Src, d.Env.Dst
	m.SrcPort, m.DstPort = d.Env.SrcPort, d.Env.DstPort
	m.key, m.inner = d.Env.Key, field.Key{}
	m.cut = len(m.Data) < m.of.min && m.Wire >= m.of.min
	m.other = d.Env.Fragment || m.Wire < m.of.min || !m.cut && m.of.is != nil && !m.of.is(m)
	if m.other {
		return m.data.Decode(d)
	}
	if m.cut && len(m.Data) == 0 {
		d.Rest(m.field) // which fails: there is nothing to show
		return d.Err()
	}
	mark := d.Begin(&m.proto.Def)
	switch m.carry(d); {
	case m.inner.Space != field.None:
	case m.key.Space == field.Link:
		d.Bytes(m.field, d.Captured()) // which is not decoded: nothing is missing from it
	default:
		d.Rest(m.field)
	}
	d.End(mark)
	return d.Err()
}

// carry reads the header before what the message carries, if it does.
func (m *Message) carry(d *field.Decoder) {
	if m.of.carries == nil || m.cut {
		return
	}
	header, inner := m.of.carries(m)
	if inner.Space == field.None || header >= m.Wire {
		return
	}
	m.inner = inner
	d.Bytes(m.field, header)
	d.Payload()
}

// Next returns what the message carries.
func (m *Message) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return m.inner
}

// Silent reports whether the columns are those of the layer below: the bytes are not
// the protocol's, or too few to recognise it by more than a port.
func (m *Message) Silent() bool {
	port := m.key.Space == field.UDPPort || m.key.Space == field.TCPPort
	return m.other || m.cut && port
}

// Yields implements dissect.Yielding.
func (m *Message) Yields() bool { return m.of.fits != nil && !m.cut && !m.other && !m.of.fits(m) }

// AppendPath appends what frame.protocols has for the message: its protocol, and those
// that Wireshark finds in its bytes.
func (m *Message) AppendPath(b []byte) []byte {
	b = append(b, m.Proto().Name...)
	if m.of.path == nil || m.other || m.cut {
		return b
	}
	if more := m.of.path(m); more != "" {
		b = append(append(b, ':'), more...)
	}
	return b
}

// AppendSource appends the Source column, if the protocol has addresses.
func (m *Message) AppendSource(b []byte) []byte { return m.address(b, m.of.source) }

// AppendDestination appends the Destination column, if the protocol has
// addresses.
func (m *Message) AppendDestination(b []byte) []byte { return m.address(b, m.of.destination) }

func (m *Message) address(b []byte, tell func([]byte, *Message) []byte) []byte {
	if tell == nil || m.other || m.cut {
		return b
	}
	return tell(b, m)
}

// AppendProtocol appends the Protocol column.
func (m *Message) AppendProtocol(b []byte) []byte {
	if m.of.title != nil && !m.cut {
		return m.of.title(b, m)
	}
	return append(b, m.of.short...)
}

// AppendSummary appends the Info column.
func (m *Message) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case m.Silent() || len(m.Data) == 0 || m.of.info == nil:
		return b
	case len(m.Data) < m.Wire:
		return m.appendCertain(b)
	}
	return m.of.info(b, m)
}

// fixed returns the info of a protocol whose line is always the same.
func fixed(s string) func([]byte, *Message) []byte {
	return func(b []byte, _ *Message) []byte { return append(b, s...) }
}

// toServer reports whether m goes to the port p.
func (m *Message) toServer(ports ...uint16) bool { return slices.Contains(ports, m.DstPort) }

func udp(ports ...uint64) []field.Key { return keys(field.UDPPort, ports) }
func tcp(ports ...uint64) []field.Key { return keys(field.TCPPort, ports) }

func keys(s field.Space, values []uint64) []field.Key {
	list := make([]field.Key, len(values))
	for i, v := range values {
		list[i] = s.Key(v)
	}
	return list
}

func cisco(pid uint16) []field.Key { return []field.Key{field.SNAPKey(0x00000c, pid)} }

func one(s field.Space, v uint64) []field.Key { return []field.Key{s.Key(v)} }
