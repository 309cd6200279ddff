package filter

// A kind of token.
type kind uint8

const (
	end     kind = iota
	word         // a field, a protocol, or a value without quotes
	literal      // a value that cannot be a field: 10.0.0.0/8, 00:00:0c, :80
	name         // a field that cannot be a value: .udp
	rawName      // the bytes of a field: @ip.ttl
	text         // "a string"
	char         // 'c'
	layer        // #2, #[1-2]: what is behind the sign
	slice        // [0:3]: what is between the brackets
	lparen
	rparen
	lbrace
	rbrace
	comma
	dotdot
	anyOf
	allOf
	anyEq
	allNe
	allEq
	anyNe
	lt
	le
	gt
	ge
	contains
	matches
	in
	not
	and
	or
	xor
	plus
	minus
	star
	slash
	percent
	amp
)

// words are the tokens that are spelled out.
var words = map[string]kind{
	"any": anyOf, "all": allOf,
	"eq": anyEq, "any_eq": anyEq, "ne": allNe, "all_ne": allNe, "all_eq": allEq, "any_ne": anyNe,
	"lt": lt, "le": le, "gt": gt, "ge": ge,
	"contains": contains, "matches": matches, "in": in,
	"not": not, "and": and, "or": or, "xor": xor, "bitwise_and": amp, "bitand": amp,
	"NOT": not, "AND": and, "OR": or, "XOR": xor,
}

// signs are the tokens of punctuation. Of signs with a common beginning the longest
// comes first.
var signs = []struct {
	text string
	kind kind
}{
	{"===", allEq}, {"!==", anyNe}, {"==", anyEq}, {"!=", allNe}, {"~=", anyNe},
	{"<=", le}, {">=", ge}, {"&&", and}, {"||", or}, {"^^", xor}, {"..", dotdot},
	{"<", lt}, {">", gt}, {"~", matches}, {"!", not}, {"&", amp},
	{"+", plus}, {"-", minus}, {"*", star}, {"/", slash}, {"%", percent},
	{"(", lparen}, {")", rparen}, {"{", lbrace}, {"}", rbrace}, {",", comma},
}

// A place is a part of the expression: bytes from to before to.
type place struct{ from, to int }

// A token is one word of the language.
type token struct {
	kind  kind
	text  string // as it is written; of a string, a character or a slice, what is in it
	place place
}

// relation reports whether k compares what stands left and right of it.
func (k kind) relation() bool { return k >= anyEq && k <= ge }
