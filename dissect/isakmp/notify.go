package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Notification, RFC 2408, section 3.14, and RFC 7296, section 3.10.
var (
	fNotifyDOI       = Proto.Uint32("isakmp.notify.doi", "Domain of interpretation", field.Dec, field.Named(doiNames.name))
	fNotifyProtocol  = Proto.Uint8("isakmp.notify.protoid", "Protocol ID", field.Dec, field.Named(protocolNames.name), field.TypeSize(4))
	fNotifyProtocol2 = Proto.Uint8("isakmp.notify.protoid", "Protocol ID", field.Dec, field.Named(protocolNames2.name), field.TypeSize(4))
	fNotifyType      = Proto.Uint16("isakmp.notify.msgtype", "Notify Message Type", field.Dec, field.Named(notifyNames.name))
	fNotifyType2     = Proto.Uint16("isakmp.notify.msgtype", "Notify Message Type", field.Dec, field.Named(notifyNames2.name))
	fNotifyData      = Proto.Bytes("isakmp.notify.data", "Notification DATA")
)

// A Notify is a notification payload: RFC 2408, section 3.14; RFC 7296, section 3.10.
type Notify struct {
	DOI       uint32 // IKEv1
	Protocol  uint8
	Type      NotifyType
	SPI, Data []byte
}

// notify reads a Notification payload.
func (p *Packet) notify(d *field.Decoder) {
	var n Notify
	typ := fNotifyType2
	if p.Major() == 2 {
		n.Protocol = d.Uint8(fNotifyProtocol2)
	} else {
		typ = fNotifyType
		n.DOI = d.Uint32(fNotifyDOI)
		n.Protocol = d.Uint8(fNotifyProtocol)
	}
	size := int(d.Uint8(fSPISize))
	n.Type = NotifyType(d.Uint16(typ))
	if size > 0 {
		n.SPI = d.Bytes(fSPI, size)
	}
	if p.Major() == 2 {
		p.notify2(d, n)
		return
	}
	off := d.Off()
	if n.Type == NotifyResponderLifetime {
		n.Data = d.Peek(d.Captured())
		p.lifetimes(d, n.Protocol)
	} else {
		n.Data = d.Rest(fNotifyData)
	}
	if d.Bad() {
		return
	}
	p.Notifies = append(p.Notifies, n)
	notifyData1(d, &n, off)
}
