// Package esp decrypts ESP packets with the keys of their SAs, and follows each SA
// by its sequence numbers.
//
// An SA is one direction. It is identified by its SPI, its destination and its
// encapsulation (RFC 4301, section 4.1): two gateways may have the same SPI.
package esp
