// Package smallserver dissects what IOS calls small servers: Echo (RFC 862) and Discard
// (RFC 863).
package smallserver

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// EchoProto declares the fields of Echo.
var EchoProto = field.NewProto("echo", "ECHO", "Echo")

var (
	fRequest  = EchoProto.Generated("echo.request", "Echo request", field.Bool, field.Dec, 0, field.Hidden())
	fResponse = EchoProto.Generated("echo.response", "Echo response", field.Bool, field.Dec, 0, field.Hidden())
	fEchoData = EchoProto.Bytes("echo.data", "Echo data")
)

// An Echo is data on their way to the server or back: any bytes are.
type Echo struct {
	Request bool // to the server, as far as the ports tell
	Data    []byte
}

// Proto implements dissect.Message.
func (*Echo) Proto() *field.Proto { return EchoProto }

// Decode takes all that is left.
func (m *Echo) Decode(d *field.Decoder) error {
	m.Request = uint64(d.Env.DstPort) == d.Env.Key.Value
	mark := d.Begin(&EchoProto.Def)
	way := fResponse
	if m.Request {
		way = fRequest
	}
	d.Generate(way, 1)
	m.Data = d.Rest(fEchoData)
	d.End(mark)
	return d.Err()
}

// Yields implements dissect.Yielding: no bytes are Echo's own.
func (*Echo) Yields() bool { return true }

// AppendSummary appends "Request" or "Response".
func (m *Echo) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.Request {
		return append(b, "Request"...)
	}
	return append(b, "Response"...)
}

// DiscardProto declares the fields of Discard.
var DiscardProto = field.NewProto("discard", "DISCARD", "Discard Protocol")

var (
	fDiscardData = DiscardProto.Bytes("discard.data", "Data")
	fDiscardLen  = DiscardProto.Generated("discard.len", "Reported Length", field.Uint, field.Dec, 4)
)

// A Discard is data that nobody reads. It declines the magic packet that wakes a
// computer, which is sent to this port, too.
type Discard struct {
	Data []byte

	declined bool
}

// Proto implements dissect.Message.
func (*Discard) Proto() *field.Proto { return DiscardProto }

// Declines implements dissect.Tentative.
func (m *Discard) Declines() bool { return m.declined }

// Yields implements dissect.Yielding: no bytes are Discard's own.
func (*Discard) Yields() bool { return true }

// Decode takes all that is left.
func (m *Discard) Decode(d *field.Decoder) error {
	if m.declined = bytes.HasPrefix(d.Peek(d.Captured()), []byte("\xff\xff\xff\xff\xff\xff")); m.declined {
		return nil
	}
	start, n := d.Off(), d.Len()
	mark := d.Begin(&DiscardProto.Def)
	m.Data = d.Rest(fDiscardData)
	d.GenerateAt(fDiscardLen, start, uint64(n))
	d.End(mark)
	return d.Err()
}

// AppendSummary appends "Discard".
func (*Discard) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, "Discard"...) }
