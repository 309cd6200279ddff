package inet

import "pktscope/dissect/field"

var ip4OptionBytes = IPv4Proto.Bytes("", "Options")

// ip4Options reads the n bytes of options.
func ip4Options(d *field.Decoder, n int) []byte { return d.Bytes(ip4OptionBytes, n) }
