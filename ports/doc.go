// Package ports names TCP, UDP, SCTP and DCCP ports, and finds the ports of a
// name. Three sources know names; the first that knows one answers:
//
//  1. the user's own file in the form of services(5), read by [Load] or
//     [ParseServices];
//  2. the services table, the 374 rows of which bear French descriptions;
//  3. IANA's Service Name and Transport Protocol Port Number Registry
//     (RFC 6335), whole.
//
// They are asked for a protocol and a port, never for the port alone: that the
// services table knows port 500 of TCP leaves port 500 of UDP to IANA.
//
// [Table.Name] and [Table.AppendPort] are for packets: they take nanoseconds
// and allocate nothing. [Table.Search] and what stands on it are for people.
// A [Table] costs nothing to make: what is embedded is laid out for looking
// up, and is paged in as it is used.
//
// README.md in this package's folder says where the data come from, what was
// mended in them, and how to change them.
package ports
