// Package filter is Wireshark's display filter language, as version 4.0 has it.
//
// A filter is compiled once: the lexer cuts the expression into tokens, a Pratt
// parser makes a syntax tree of them, and the checker resolves names, gives
// every operand a type and turns the tree into tests. These are asked of every
// packet, first of its layers alone (Glance), which tells most packets apart
// from what is looked for, and then of a field tree that holds the protocols
// that the filter names and no other.
//
// To add a function: a row in functions, the type that it returns, and its
// values. To add an operator: a token, its power in powers, and what the checker
// makes of it.
package filter
