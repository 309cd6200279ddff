package cdp_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
)

func ExampleParse() {
	p, err := cdp.Parse([]byte("\x02\xb4\x00\x00" +
		"\x00\x01\x00\x0a" + "2924-2" + // Device ID
		"\x00\x03\x00\x0a" + "Fa0/15" + // Port ID
		"\x00\x0a\x00\x06" + "\x00\x07")) // native VLAN
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s is at %s for %d seconds\n", p.DeviceID, p.PortID, p.TTL)
	fmt.Println("native VLAN:", p.NativeVLAN, p.Has(cdp.NativeVLAN))
	fmt.Println("VTP domain:", p.Has(cdp.VTPDomain))
	// Output:
	// 2924-2 is at Fa0/15 for 180 seconds
	// native VLAN: 7 true
	// VTP domain: false
}

// A TLV that cannot be read is counted in Faults, and the others are read. A header
// that is cut is an error.
func ExampleParse_malformed() {
	p, err := cdp.Parse([]byte("\x02\xb4\x00\x00" +
		"\x00\x0a\x00\x05" + "\x07" + // a native VLAN of one byte
		"\x00\x01\x00\x0a" + "2924-2"))
	fmt.Printf("%s, %d fault, %v\n", p.DeviceID, p.Faults, err)
	fmt.Printf("%v: %v\n", p.First.Type, &p.First.Err)
	_, err = cdp.Parse([]byte("\x02\xb4"))
	fmt.Println(err)
	// Output:
	// 2924-2, 1 fault, <nil>
	// Native VLAN: cdp.native_vlan at byte 8: malformed: need 2 bytes, have 1
	// cdp.checksum at byte 2: malformed: need 2 bytes, have 0
}

// The tree has every field with its name in Wireshark and its place.
func ExamplePacket_Decode() {
	var p cdp.Packet
	var tree field.Tree
	if err := field.Decode(&p, []byte("\x02\xb4\x00\x00"+"\x00\x01\x00\x0a"+"2924-2"), &tree); err != nil {
		fmt.Println(err)
		return
	}
	for i, n := range tree.Nodes {
		if n.Flags&field.IsHidden == 0 {
			fmt.Printf("%d %s\n", n.Off, tree.AppendLabel(nil, i))
		}
	}
	// Output:
	// 0 Cisco Discovery Protocol
	// 0 Version: 2
	// 1 TTL: 180 seconds
	// 2 Checksum: 0x0000 incorrect, should be 0x6ba1
	// 2 Expert Info (Error/Checksum): Bad checksum [should be 0x6ba1]
	// 0 Bad checksum [should be 0x6ba1]
	// 0 Severity level: Error
	// 0 Group: Checksum
	// 2 Checksum Status: Bad
	// 4 Device ID: 2924-2
	// 4 Type: Device ID (0x0001)
	// 6 Length: 10
	// 8 Device ID: 2924-2
}
