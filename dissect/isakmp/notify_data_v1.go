package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// What the data of IKEv1's notifications say: RFC 3706, section 5.3, and
// Cisco's load balancing.
var (
	fDPD         = Proto.Uint32("isakmp.notify.data.dpd.are_you_there", "DPD ARE-YOU-THERE sequence", field.Dec)
	fDPDAck      = Proto.Uint32("isakmp.notify.data.dpd.are_you_there_ack", "DPD ARE-YOU-THERE-ACK sequence", field.Dec)
	fLoadBalance = Proto.IPv4("isakmp.notify.data.unity.load_balance", "UNITY LOAD BALANCE")
)

// Types of notification that have data with fields, in IKEv1.
const (
	notifyLifetime    = 24576
	notifyRUThere     = 36136
	notifyRUThereAck  = 36137
	notifyLoadBalance = 40501
)

// notifyData1 tells the data of n, which lie at off.
func notifyData1(d *field.Decoder, n *Notify, off int) {
	if len(n.Data) != 4 {
		return
	}
	switch n.Type {
	case notifyRUThere:
		d.Put(fDPD, off, 4, number(n.Data))
	case notifyRUThereAck:
		d.Put(fDPDAck, off, 4, number(n.Data))
	case notifyLoadBalance:
		d.Put(fLoadBalance, off, 4, 0)
	}
}
