module github.com/pktscope/pktscope/dissect/gopacketlayer

go 1.26.7

require (
	github.com/google/gopacket v1.1.20-0.20250319234736-b7d9dbd15ae4
	github.com/pktscope/pktscope v0.0.0
)

require (
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)

replace github.com/pktscope/pktscope => ../..
