package cli

import (
	"fmt"
	"io"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	track "github.com/pktscope/pktscope/internal/track/esp"
)

// A decryptWriter saves the packets that were inside ESP as packets of their own.
// It is a track.Watcher.
type decryptWriter struct {
	saver      *capture.Saver
	ethernet   bool // with Ethernet headers; otherwise IP packets
	onlyTunnel bool

	ifaces     map[string]*capture.Interface
	buf        []byte
	decrypted  uint64
	inside     uint64 // packets that were inside those
	encrypted  uint64 // ESP packets that could not be decrypted
	kept       uint64 // packets saved as they were
	keptESP    uint64 // of them, those that are of encrypted
	dropped    uint64 // packets without the header that the link type begins with
	aggregated bool   // some of those had AGGFRAG payloads, with several packets or none
	dummies    uint64 // ESP packets that were decrypted, with nothing in them
	err        error
}

// etherHeader is the length of an Ethernet header.
const etherHeader = 14

// Watch implements track.Watcher.
func (w *decryptWriter) Watch(p *dissect.Packet) {
	if w.err != nil {
		return
	}
	w.buf = w.appendLink(w.buf[:0], p)
	if inside, spi, ok := track.Aggregated(p); ok {
		w.saveAll(p, spi, inside)
		return
	}
	clear, spi, ok := track.AppendClear(w.buf, p)
	if ok {
		w.decrypted++
		w.inside++
		w.buf = clear
		if w.ethernet {
			setEtherType(w.buf)
		}
		w.save(p, []string{fmt.Sprintf("ESP SPI 0x%08x, frame %d", spi, p.Number)})
		return
	}
	if track.IsDummy(p) {
		w.dummies++
		return
	}
	encrypted := isEncrypted(p)
	if encrypted {
		w.encrypted++
	}
	if !w.onlyTunnel {
		w.keep(p, encrypted)
	}
}

// saveAll saves the packets that were inside one of ESP; the buffer has the link-layer
// header. Packets that end in a later one of ESP are none of them.
func (w *decryptWriter) saveAll(p *dissect.Packet, spi uint32, inside [][]byte) {
	w.decrypted++
	w.aggregated = true
	head := len(w.buf)
	for _, b := range inside {
		if w.buf = append(w.buf[:head], b...); w.ethernet {
			setEtherType(w.buf)
		}
		w.inside++
		if w.save(p, []string{fmt.Sprintf("ESP SPI 0x%08x, frame %d", spi, p.Number)}); w.err != nil {
			return
		}
	}
}

// keep saves a packet that was not inside ESP, or could not be decrypted.
func (w *decryptWriter) keep(p *dissect.Packet, encrypted bool) {
	whole, ok := w.whole(p)
	if !ok {
		w.dropped++
		return
	}
	w.kept++
	if encrypted {
		w.keptESP++
	}
	w.buf = append(w.buf[:0], whole...)
	w.save(p, nil)
}

// isEncrypted reports whether p is an ESP packet, none of which could be written
// decrypted.
func isEncrypted(p *dissect.Packet) bool {
	for i := range p.Layers {
		if _, ok := p.Layers[i].Message.(*esp.Packet); ok && !p.Layers[i].Quoted {
			return true
		}
	}
	return false
}

// isEthernet reports whether p came with an Ethernet header.
func isEthernet(p *dissect.Packet) bool {
	return len(p.Layers) > 0 && p.Layers[0].Key.Value == uint64(capture.LinkEthernet) && len(p.Bufs[0]) >= etherHeader
}

// appendLink appends the link-layer header of the packet inside p: that of p, with
// its VLAN tags, or one without addresses.
func (w *decryptWriter) appendLink(b []byte, p *dissect.Packet) []byte {
	if !w.ethernet {
		return b
	}
	if isEthernet(p) {
		if _, off, ok := network(p); ok && off >= etherHeader {
			return append(b, p.Bufs[0][:off]...)
		}
	}
	return append(b, make([]byte, etherHeader)...)
}

// setEtherType sets the EtherType to the version of IP that follows.
func setEtherType(b []byte) {
	at := etherHeader
	for at+4 <= len(b) && (b[at-2] == 0x81 && b[at-1] == 0x00 || b[at-2] == 0x88 && b[at-1] == 0xa8) {
		at += 4
	}
	if at >= len(b) {
		return
	}
	if b[at]>>4 == 6 {
		b[at-2], b[at-1] = 0x86, 0xdd
	} else {
		b[at-2], b[at-1] = 0x08, 0x00
	}
}

// network finds the outermost IP header of p.
func network(p *dissect.Packet) (datagram []byte, off int, ok bool) {
	for i := range p.Layers {
		l := &p.Layers[i]
		switch l.Message.(type) {
		case *inet.IPv4, *inet.IPv6:
			return p.Bufs[0][l.Span.Off:], l.Span.Off, l.Span.Buf == 0
		}
	}
	return nil, 0, false
}

// whole is all of a packet that was not inside ESP, as the link type has it.
func (w *decryptWriter) whole(p *dissect.Packet) ([]byte, bool) {
	if w.ethernet {
		return p.Bufs[0], isEthernet(p)
	}
	b, _, ok := network(p)
	return b, ok
}

// save saves the packet in the buffer, with the time of p.
func (w *decryptWriter) save(p *dissect.Packet, comments []string) {
	out := capture.Packet{
		Number: p.Number, Time: p.Time, HasTime: !p.Time.IsZero(), Data: w.buf, WireLen: len(w.buf),
		Iface: w.iface(p), Comments: comments,
	}
	if cut := p.Wire - len(p.Bufs[0]); comments == nil && cut > 0 {
		out.WireLen += cut
	}
	out.Link = out.Iface.Link
	w.err = w.saver.Save(&out)
}

// iface is the interface that packets of p's interface are saved under.
func (w *decryptWriter) iface(p *dissect.Packet) *capture.Interface {
	if i := w.ifaces[p.Interface]; i != nil {
		return i
	}
	if w.ifaces == nil {
		w.ifaces = map[string]*capture.Interface{}
	}
	i := &capture.Interface{ID: len(w.ifaces), Section: 1, Index: len(w.ifaces), Name: p.Interface, Link: capture.LinkRaw, FCSLen: -1}
	i.Digits, i.Resolution = 6, 6
	if p.Digits > 6 {
		i.Digits, i.Resolution = 9, 9
	}
	if w.ethernet {
		i.Link = capture.LinkEthernet
	}
	w.ifaces[p.Interface] = i
	return i
}

// report writes how many packets were saved.
func (w *decryptWriter) report(to io.Writer) {
	fmt.Fprintf(to, "%s decrypted", render.Plural(w.decrypted, "packet", "packets"))
	if w.aggregated {
		fmt.Fprintf(to, " with %s inside", render.Plural(w.inside, "packet", "packets"))
	}
	kept := w.kept - min(w.kept, w.saver.Omitted())
	fmt.Fprintf(to, ", %d kept as they were", kept)
	if w.keptESP > 0 {
		fmt.Fprintf(to, ", %d of them ESP", w.keptESP)
	}
	if n := w.encrypted - w.keptESP; n > 0 {
		fmt.Fprintf(to, ", %s not decrypted", render.Plural(n, "ESP packet", "ESP packets"))
	}
	if w.dummies > 0 {
		fmt.Fprintf(to, ", %s left out", render.Plural(w.dummies, "dummy packet", "dummy packets"))
	}
	if w.dropped > 0 {
		header := "IP"
		if w.ethernet {
			header = "Ethernet"
		}
		fmt.Fprintf(to, ", %s without %s left out", render.Plural(w.dropped, "packet", "packets"), header)
	}
	if saved := w.saver.Count(); saved < w.inside+kept {
		fmt.Fprintf(to, "; %s could not be saved", render.Plural(w.inside+kept-saved, "packet", "packets"))
	}
	fmt.Fprintln(to)
}
