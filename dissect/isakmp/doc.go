// Package isakmp dissects the Internet Key Exchange in both versions: IKEv1
// (RFC 2407, RFC 2408, RFC 2409) and IKEv2 (RFC 7296).
//
// To add a payload: give it a file with its fields and one function that reads
// its body, add the function to the switch in payload.go, and what trackers
// need of it to Packet. To add a field: declare it beside its kin and read it
// where the RFC has it. To name a value: add a line to its table in names_*.go.
package isakmp
