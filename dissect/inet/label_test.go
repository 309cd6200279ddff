package inet_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// lines are the lines of the tree of a whole packet.
func lines(m dissect.Message, data []byte, env field.Env) (out []string) {
	var d field.Decoder
	var t field.Tree
	t.Reset(data)
	d.Env = env
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &t, -1)
	_ = m.Decode(&d)
	for i := range t.Nodes {
		out = append(out, string(t.AppendLabel(nil, i)))
	}
	return out
}

// The lines are those that tshark's PDML has for the same bytes: 4.6.9's where it differs
// from 4.0.17.
func TestLabels(t *testing.T) {
	stream := inet.TCPFacts{Known: true, Shift: 10, Stream: 3, SeqBase: 327712578, AckBase: 0x36}
	data := "\x9c\x40\x00\x50\x13\x88\x7f\x43\x00\x00\x00\x37\x80\x18\x00\x3f\xdd\x5c\x00\x00" +
		"\x01\x01\x08\x0a\x05\x8b\xae\x75\x00\x00\x00\x00hello"
	for _, c := range []struct {
		name string
		m    dissect.Message
		data string
		env  field.Env
		want []string
	}{
		{"SYN", newTCP(), string(tcpSeeds[0].Bytes), field.Env{}, []string{
			"1010 .... = Header Length: 40 bytes (10)",
			"Flags: 0x002 (SYN)",
			"000. .... .... = Reserved: Not set",
			".... .... ..1. = Syn: Set",
			"TCP Flags: ··········S·",
			"Window: 64240",
			"Calculated window size: 64240",
			"Checksum: 0xdd5c [unverified]",
			"Options: (20 bytes), Maximum segment size, SACK permitted, Timestamps, No-Operation (NOP), Window scale",
			"TCP Option - Maximum segment size: 1460 bytes",
			"Kind: Time Stamp Option (8)",
			"TCP Option - Timestamps: TSval 93040245, TSecr 0",
			"TCP Option - Window scale: 10 (multiply by 1024)",
		}},
		{"stream", &inet.TCP{Facts: stream}, data, field.Env{}, []string{
			"Transmission Control Protocol, Src Port: 40000, Dst Port: 80, Seq: 1, Ack: 1, Len: 5",
			"Stream index: 3",
			"TCP Segment Len: 5",
			"Sequence Number: 1    (relative sequence number)",
			"Sequence Number (raw): 327712579",
			"Next Sequence Number: 6    (relative sequence number)",
			"Acknowledgment Number: 1    (relative ack number)",
			"Acknowledgment number (raw): 55",
			"Calculated window size: 64512",
			"Window size scaling factor: 1024",
			"TCP payload (5 bytes)",
		}},
		{"datagram", newUDP(), "\x7c\xab\x4e\xe5\x00\x24\x00\x0001234567890123456789", field.Env{}, []string{
			"User Datagram Protocol, Src Port: 31915, Dst Port: 20197",
			"Length: 36 (bogus, payload length 28)",
			"Checksum: 0x0000 [zero-value ignored]",
			"Checksum Status: Not present",
			"UDP payload (20 bytes)",
		}},
		{"ping", newICMP(), "\x00\x00\x6e\x66\x00\x01\x00\x02abcdefgh", field.Env{}, []string{
			"Type: Echo (ping) reply (0)",
			"Code: 0",
			"Checksum: 0x6e66 incorrect, should be 0x6e67",
			"Checksum Status: Bad",
			"Identifier (BE): 1 (0x0001)",
			"Sequence Number (LE): 512 (0x0200)",
		}},
		{"timestamp", newICMP(), string(icmpSeeds[6].Bytes), field.Env{}, []string{
			"Originate Timestamp: 1000 (1 second after midnight UTC)",
			"Receive Timestamp: 90061001 (1 day, 1 hour, 1 minute, 1.001 seconds after midnight UTC)",
			"Transmit Timestamp: 2147483649 (0.001 seconds after midnight UTC)",
		}},
		{"extension", newICMP(), string(icmpExtended), field.Env{}, []string{
			"Length of original datagram: 128",
			"ICMP Multi-Part Extensions",
			"Checksum: 0x97eb [correct]",
			"MPLS Stack Entry",
			"Class: MPLS Label Stack Class (1)",
			"Label: 100, Exp: 3, S: 1, TTL: 5",
			"0000 0000 0000 0110 0100 .... = Label: 100",
			".... ...1 = Stack bit: Set",
		}},
		{"router", newICMPv6(), string(icmpv6Seeds[4].Bytes), linkLocal, []string{
			"Type: Router Advertisement (134)",
			"Flags: 0xe8, Managed address configuration, Other configuration, Home Agent, Prf (Default Router Preference): High",
			"...0 1... = Prf (Default Router Preference): High (1)",
			"ICMPv6 Option (Source link-layer address : 02:00:5e:01:00:02)",
			"Length: 1 (8 bytes)",
			"ICMPv6 Option (MTU : 1500)",
			"ICMPv6 Option (Prefix information : ff02::5/64)",
			"Flag: 0xc0, On-link Flag (L), Autonomous Address Configuration Flag (A)",
		}},
		{"infinite lifetimes", newICMPv6(), string(dissecttest.Hex("860002cc008e07080000000000000000030440f0ffffffffffffffff0000000020010db8000000000000000000000000")), linkLocal, []string{
			"Valid Lifetime: Infinity (4294967295)",
			"Preferred Lifetime: Infinity (4294967295)",
		}},
		{"listener", newICMPv6(), string(icmpv6Seeds[3].Bytes), linkLocal, []string{
			"Multicast Address Record Include: ff02::5",
			"Record Type: Include (1)",
		}},
		{"association", newSCTP(), string(sctpSeeds[0].Bytes), field.Env{}, []string{
			"Stream Control Transmission Protocol, Src Port: 1000 (1000), Dst Port: 5000 (5000)",
			"Chunk type: DATA (0)",
			"Stream identifier: 0x0001",
			"Chunk padding: 000000",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := lines(c.m, []byte(c.data), c.env)
			for _, want := range c.want {
				if !slices.Contains(got, want) {
					t.Errorf("no line %q", want)
				}
			}
			if t.Failed() {
				t.Logf("lines: %q", got)
			}
		})
	}
}
