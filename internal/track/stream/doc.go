// Package stream puts TCP segments together where messages of IKE and ESP are in
// them: RFC 9329. Only connections of the ports that it is given are followed,
// and of each a bounded number of bytes is kept.
package stream
