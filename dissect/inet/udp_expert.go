package inet

import "github.com/pktscope/pktscope/dissect/field"

// Expert information on a datagram.
var (
	udpNoSum      = UDPProto.Expert("udp.checksum.zero", "Illegal checksum value (0)", field.Failure, field.OfChecksum)
	udpBadLength  = UDPProto.Expert("udp.length.bad", "Bad length value ", field.Failure, field.OfMalformed, field.Format(appendBadLength))
	udpZeroLength = UDPProto.Expert("udp.length.bad_zero", "Length is zero but payload < 65536", field.Warning, field.OfProtocol)
	udpTraceroute = UDPProto.Expert("udp.possible_traceroute", "Possible traceroute", field.Chat, field.OfSequence, field.Format(appendTraceroute))
)

// The ports to which traceroute sends, three times for each time to live, behind the first of
// them: that of Jacobson's traceroute, which others took over.
const (
	traceroutePort  = 33434
	tracerouteTries = 3
	tracerouteHops  = 10 // that Wireshark tells
)

// expertTraceroute adds, below a port that was just read, that it is one of traceroute's.
func expertTraceroute(d *field.Decoder, port uint16) {
	if port > traceroutePort && port <= traceroutePort+tracerouteHops*tracerouteTries {
		d.Expert(udpTraceroute, uint64(port-traceroutePort-1))
	}
}

// appendTraceroute appends "Possible traceroute: hop #2, attempt #3".
func appendTraceroute(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), ": hop #"...), n.Val/tracerouteTries+1)
	return field.AppendUint(append(b, ", attempt #"...), n.Val%tracerouteTries+1)
}

// appendBadLength appends "Bad length value 5 < 8" or "Bad length value 60 > IP payload length".
func appendBadLength(b []byte, t *field.Tree, i int) []byte {
	if b = appendNumbered(b, t, i); t.Nodes[i].Val < udpHeaderLen {
		return append(b, " < 8"...)
	}
	return append(b, " > IP payload length"...)
}
