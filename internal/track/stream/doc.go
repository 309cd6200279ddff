// Package stream reassembles TCP segments that carry messages of IKE and ESP: RFC
// 9329. It follows connections of the given ports and those that begin with the
// prefix of IKE, and keeps a bounded number of bytes of each.
package stream
