// Package esp dissects the two protocols that IPsec protects traffic with:
// the Encapsulating Security Payload, RFC 4303, and the Authentication
// Header, RFC 4302.
package esp
