// Package http dissects HTTP/1 messages (RFC 9110 and 9112): requests and responses
// with their fields, and bodies in their transfer and content codings.
//
// A segment may hold several messages, and a message may need several segments.
// Alone, this package reads the messages that are whole in what it is given; a tracker
// of the stream gives it, under Key, those that it has put together, with Facts
// about them.
package http
