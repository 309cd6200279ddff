// Package filter is Wireshark's display filter language, as version 4.6 has it.
//
// A filter is compiled once: the lexer cuts the expression into tokens, a Pratt
// parser makes a syntax tree of them, and the checker resolves names, gives
// every operand a type and turns the tree into tests. A packet is first tested by
// its layers alone (Glance), which decides most packets without a tree, and then by
// a field tree of the protocols that the filter names.
//
// To add a function: a row in functions, the type that it returns, and its
// values. To add an operator: a token, its power in powers, and what the checker
// makes of it.
package filter
