// Package ports names TCP, UDP, SCTP and DCCP ports, and finds the ports of a
// name. A name comes from the first of three sources that has one:
//
//  1. the user's own file in the form of services(5), read by [Load] or
//     [ParseServices];
//  2. the services table, 374 rows with descriptions, some of them in French;
//  3. IANA's Service Name and Transport Protocol Port Number Registry
//     (RFC 6335), whole.
//
// Each is looked up by protocol and port, never by the port alone: a name for port
// 500 of TCP in the services table does not hide IANA's name for port 500 of UDP.
//
// [Table.Name] and [Table.AppendPort] are for packets: they take nanoseconds
// and allocate nothing. [Table.Search] is for interactive use. A [Table] costs
// nothing to make: the embedded data need no parsing and are paged in as they are
// used.
//
// README.md in this package's folder lists the origin of the data, the corrections
// made to them, and how to change them.
package ports
