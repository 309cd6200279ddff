package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// What the data of IKEv1's notifications say: RFC 3706, section 5.3, and
// Cisco's load balancing.
var (
	fDPD         = Proto.Uint32("isakmp.notify.data.dpd.are_you_there", "DPD ARE-YOU-THERE sequence", field.Dec)
	fDPDAck      = Proto.Uint32("isakmp.notify.data.dpd.are_you_there_ack", "DPD ARE-YOU-THERE-ACK sequence", field.Dec)
	fLoadBalance = Proto.IPv4("isakmp.notify.data.unity.load_balance", "UNITY LOAD BALANCE")
)

// notifyData1 puts the fields of the data of n, which begin at off.
func notifyData1(d *field.Decoder, n *Notify, off int) {
	if len(n.Data) != 4 {
		return
	}
	switch n.Type {
	case NotifyRUThere:
		d.Put(fDPD, off, 4, number(n.Data))
	case NotifyRUThereAck:
		d.Put(fDPDAck, off, 4, number(n.Data))
	case NotifyLoadBalance:
		d.Put(fLoadBalance, off, 4, 0)
	}
}
