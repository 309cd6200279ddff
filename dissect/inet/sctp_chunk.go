package inet

import "github.com/pktscope/pktscope/dissect/field"

// Chunks that are looked into, RFC 9260 section 3.2.
const (
	sctpData     = 0
	sctpInit     = 1
	sctpInitAck  = 2
	sctpSACK     = 3
	sctpShutdown = 7
)

const (
	sctpChunkHeader = 4
	sctpWhole       = 3 // the flags B and E: a whole user message
)

// RFC 9260, section 3.3.
var (
	sctpTSN        = SCTPProto.Uint32("sctp.data_tsn", "Transmission sequence number (relative)", field.Dec)
	sctpTSNRaw     = SCTPProto.Uint32("sctp.data_tsn_raw", "Transmission sequence number (absolute)", field.Dec)
	sctpSID        = SCTPProto.Uint16("sctp.data_sid", "Stream identifier", field.Hex)
	sctpSSN        = SCTPProto.Uint16("sctp.data_ssn", "Stream sequence number", field.Dec)
	sctpPPID       = SCTPProto.Uint32("sctp.data_payload_proto_id", "Payload protocol identifier", field.Dec)
	sctpInitTag    = SCTPProto.Uint32("sctp.init_initiate_tag", "Initiate tag", field.Hex)
	sctpInitCredit = SCTPProto.Uint32("sctp.init_credit", "Advertised receiver window credit (a_rwnd)", field.Dec)
	sctpInitOut    = SCTPProto.Uint16("sctp.init_nr_out_streams", "Number of outbound streams", field.Dec)
	sctpInitIn     = SCTPProto.Uint16("sctp.init_nr_in_streams", "Number of inbound streams", field.Dec)
	sctpInitTSN    = SCTPProto.Uint32("sctp.init_initial_tsn", "Initial TSN", field.Dec)
	sctpAckTag     = SCTPProto.Uint32("sctp.initack_initiate_tag", "Initiate tag", field.Hex)
	sctpAckCredit  = SCTPProto.Uint32("sctp.initack_credit", "Advertised receiver window credit (a_rwnd)", field.Dec)
	sctpAckOut     = SCTPProto.Uint16("sctp.initack_nr_out_streams", "Number of outbound streams", field.Dec)
	sctpAckIn      = SCTPProto.Uint16("sctp.initack_nr_in_streams", "Number of inbound streams", field.Dec)
	sctpAckTSN     = SCTPProto.Uint32("sctp.initack_initial_tsn", "Initial TSN", field.Dec)
	sctpCumulative = SCTPProto.Uint32("sctp.sack_cumulative_tsn_ack", "Cumulative TSN ACK (relative)", field.Dec)
	sctpCumRaw     = SCTPProto.Uint32("sctp.sack_cumulative_tsn_ack_raw", "Cumulative TSN ACK (absolute)", field.Dec)
	sctpCredit     = SCTPProto.Uint32("sctp.sack_a_rwnd", "Advertised receiver window credit (a_rwnd)", field.Dec)
	sctpGaps       = SCTPProto.Uint16("sctp.sack_number_of_gap_blocks", "Number of gap acknowledgement blocks", field.Dec)
	sctpDups       = SCTPProto.Uint16("sctp.sack_number_of_duplicated_tsns", "Number of duplicated TSNs", field.Dec)
	sctpShutTSN    = SCTPProto.Uint32("sctp.shutdown_cumulative_tsn_ack", "Cumulative TSN Ack", field.Dec)
)

func (m *SCTP) decodeData(d *field.Decoder) {
	if b := d.Peek(4); b != nil {
		d.Put(sctpTSN, d.Off(), 4, uint64(be32(b)-m.Facts.TSNBase))
	}
	d.Uint32(sctpTSNRaw)
	d.Uint16(sctpSID)
	d.Uint16(sctpSSN)
	m.Protocol = d.Uint32(sctpPPID)
}

func decodeInit(d *field.Decoder, kind uint8) {
	if kind == sctpInit {
		d.Uint32(sctpInitTag)
		d.Uint32(sctpInitCredit)
		d.Uint16(sctpInitOut)
		d.Uint16(sctpInitIn)
		d.Uint32(sctpInitTSN)
		return
	}
	d.Uint32(sctpAckTag)
	d.Uint32(sctpAckCredit)
	d.Uint16(sctpAckOut)
	d.Uint16(sctpAckIn)
	d.Uint32(sctpAckTSN)
}

// paddedWithin reports whether the last of the parameters that b consists of has padding
// that the chunk's length counts, against RFC 9260, section 3.2.
func paddedWithin(b []byte) bool {
	const header = 4
	for len(b) >= header {
		n := int(be16(b[2:]))
		if n < header || n > len(b) {
			return false
		}
		padded := n + -n&3
		if padded >= len(b) {
			return n < len(b)
		}
		b = b[padded:]
	}
	return false
}

func (m *SCTP) decodeSACK(d *field.Decoder) {
	if b := d.Peek(4); b != nil {
		d.Put(sctpCumulative, d.Off(), 4, uint64(be32(b)-m.Facts.AckBase))
	}
	d.Uint32(sctpCumRaw)
	d.Uint32(sctpCredit)
	d.Uint16(sctpGaps)
	d.Uint16(sctpDups)
}

// sctpChunkName is the name of a chunk, RFC 9260 section 3.2 and IANA's
// registry.
func sctpChunkName(kind uint8) string {
	switch {
	case int(kind) < len(sctpChunkNames):
		return sctpChunkNames[kind]
	case kind == 0x40:
		return "I_DATA"
	case kind == 0x80:
		return "ASCONF_ACK"
	case kind == 0x81:
		return "PKTDROP"
	case kind == 0x82:
		return "RE_CONFIG"
	case kind == 0x84:
		return "PAD"
	case kind == 0xc0:
		return "FORWARD_TSN"
	case kind == 0xc1:
		return "ASCONF"
	case kind == 0xc2:
		return "I_FORWARD_TSN"
	}
	return "RESERVED"
}

var sctpChunkNames = [...]string{
	"DATA", "INIT", "INIT_ACK", "SACK", "HEARTBEAT", "HEARTBEAT_ACK", "ABORT", "SHUTDOWN", "SHUTDOWN_ACK", "ERROR",
	"COOKIE_ECHO", "COOKIE_ACK", "ECNE", "CWR", "SHUTDOWN_COMPLETE", "AUTH",
}

func appendChunkTitle(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, sctpChunkName(uint8(t.Nodes[i].Val))...), " chunk"...)
}

func appendChunkType(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(append(b, "Chunk type: "...), sctpChunkName(uint8(v))...)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// appendSCTPTitle appends the ports, twice as if they had names.
func appendSCTPTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Stream Control Transmission Protocol"...)
	for _, end := range [...]struct {
		text string
		port field.Field
	}{{", Src Port: ", sctpSrcPort}, {", Dst Port: ", sctpDstPort}} {
		if c := t.Child(i, end.port); c >= 0 {
			b = t.AppendShow(append(b, end.text...), c)
			b = append(t.AppendShow(append(b, " ("...), c), ')')
		}
	}
	return b
}
