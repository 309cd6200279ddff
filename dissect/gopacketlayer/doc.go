// Package gopacketlayer gives users of github.com/google/gopacket the messages of
// CDP, ISAKMP, ESP and IPsec's UDP encapsulation as layers:
//
//	types, err := gopacketlayer.Register(2900)
//	if err != nil {
//		return err
//	}
//	types.Install()
//	packet := gopacket.NewPacket(data, layers.LinkTypeEthernet, gopacket.Default)
//	if l, ok := packet.Layer(types.CDP).(*gopacketlayer.CDP); ok {
//		fmt.Printf("%s is at %s\n", l.DeviceID, l.PortID)
//	}
//
// Each layer embeds the Packet of its protocol's package, which documents the
// fields. All are a gopacket.DecodingLayer as well. A TLV or a payload that cannot
// be read costs itself and not the layer; what is no message is an error that
// names the field and the byte (field.Error), and never a panic.
//
// Package gopacketlayer/community is the same for github.com/gopacket/gopacket.
package gopacketlayer
