package filter

import (
	"strings"
	"testing"
)

// write appends n as an expression in prefix form.
func write(b *strings.Builder, n *node) {
	names := map[kind]string{function: "call", set: "set", negative: "neg", slice: "slice", literal: "", word: "", name: "", text: "", char: ""}
	head, leaf := n.text, len(n.args) == 0
	if s, ok := names[n.kind]; ok && !leaf {
		head = s
	}
	if n.kind == function {
		head = n.text + "()"
	}
	switch n.quant {
	case anyOf:
		head = "any " + head
	case allOf:
		head = "all " + head
	}
	if leaf {
		b.WriteString(head)
		return
	}
	b.WriteString("(" + head)
	for _, a := range n.args {
		b.WriteByte(' ')
		if a == nil {
			b.WriteByte('-')
		} else {
			write(b, a)
		}
	}
	b.WriteByte(')')
}

// TestSyntax: the trees are those that tshark 4.0 logs of the same filters
// (--log-level=noisy --log-domains=DFilter), but that and, or and xor take all
// their terms at once.
func TestSyntax(t *testing.T) {
	for expr, want := range map[string]string{
		"ip or udp.port == 3 + 4 * 2 and not isakmp": "(or ip (and (== udp.port (+ 3 (* 4 2))) (not isakmp)))",
		"ip and udp or tcp and ip":                   "(or (and ip udp) (and tcp ip))",
		"a or b or c":                                "(or a b c)",
		"a || b && c":                                "(|| a (&& b c))",
		"a xor b and c or d":                         "(or (xor a (and b c)) d)",
		"a and (b or c)":                             "(and a (or b c))",
		"!!isakmp":                                   "(! (! isakmp))",
		"not udp.port == 500 and ip":                 "(and (not (== udp.port 500)) ip)",
		"udp.port & 1 & 2":                           "(& (& udp.port 1) 2)",
		"udp.port + 1 & 2 == 5":                      "(== (& (+ udp.port 1) 2) 5)",
		"udp.port & 1 + 2 == 5":                      "(== (& udp.port (+ 1 2)) 5)",
		"-udp.port & 1":                              "(& (neg udp.port) 1)",
		"udp.port - -5 == 5":                         "(== (- udp.port (neg 5)) 5)",
		"isakmp.length -28 > 0":                      "(> (- isakmp.length 28) 0)",
		"isakmp.length-28 > 0":                       "(> isakmp.length-28 0)",
		"{udp.port + 1} * 2 == 1002":                 "(== (* (+ udp.port 1) 2) 1002)",
		"udp.srcport < udp.dstport < 3":              "(< (< udp.srcport udp.dstport) (< udp.dstport 3))",
		"udp.port==500&&isakmp":                      "(&& (== udp.port 500) isakmp)",
		"udp.port not in {5, 6}":                     "(in udp.port (set 5 - 6 -))",
		"udp.port in {-5..5}":                        "(in udp.port (set (neg 5) 5))",
		"all udp.port not in {1,2}":                  "(all in udp.port (set 1 - 2 -))",
		"all udp.port > 4 && not ip contains 3":      "(&& (all > udp.port 4) (not (contains ip 3)))",
		"any ip.addr === 1.2.3.4":                    "(any === ip.addr 1.2.3.4)",
		"ip.addr#2[0:2] == 1.2":                      "(== (slice ip.addr) 1.2)",
		"max(udp.port + 1, 3) == count(ip)":          "(== (max() (+ udp.port 1) 3) (count() ip))",
		`cdp.deviceid matches r"\d\"" and .ip`:       `(and (matches cdp.deviceid \d\") ip)`,
		`cdp.deviceid == "\x41\102\t\"\u00e9"`:       "(== cdp.deviceid AB\t\"é)",
	} {
		n, err := parse(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		var got strings.Builder
		write(&got, n)
		if got.String() != want {
			t.Errorf("%s: %s, want %s", expr, &got, want)
		}
	}
}

func TestLiterals(t *testing.T) {
	for text, want := range map[string]string{ // text: how much of it is a value that cannot be a field
		"10.0.0.1": "10.0.0.1", "10.0.0.1/24": "10.0.0.1/24", "10.0.0.1/2456": "10.0.0.1/24", "1.2.3.256": "1.2.3.25",
		"1.2.3": "", "01.2.3.4": "", "1.2.3.4..5": "1.2.3.4", "::": "::", "::1": "::1", "fe80::1/10": "fe80::1/10",
		"fe80::1%eth0": "fe80::1", "2001:db8::..3": "2001:db8::", "00:11": "00:11", "00:11:2": "00:11:2", "00:": "00:", "00": "",
		"::ffff:1.2.3.4": "::ffff:1.2.3.4", "fe80": "", "0:0:c": "0:0:c", "0:0:c:0:0:1": "0:0:c:0:0:1", "4500:": "4500:",
	} {
		if got := text[:value(text)]; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]int{"ip.src": 6, "ip..src": 2, "ip.": 2, "a-b.c-d": 7, "-a": 0, "9p": 2, "a.-b": 1, "": 0} {
		if got := identifier(text); got != want {
			t.Errorf("%q: a name of %d bytes, want %d", text, got, want)
		}
	}
}

// TestDepth: what nests too deep is an error and no overflow of the stack; what
// is only long is neither.
func TestDepth(t *testing.T) {
	const n = 10_000
	for what, expr := range map[string]string{
		"parentheses": strings.Repeat("(", n) + "ip" + strings.Repeat(")", n),
		"not":         strings.Repeat("!", n) + "ip",
		"not, words":  strings.Repeat("not ", n) + "ip",
		"braces":      strings.Repeat("{", n) + "ip" + strings.Repeat("}", n),
		"calls":       strings.Repeat("abs(", n) + "ip" + strings.Repeat(")", n),
		"sums":        "ip" + strings.Repeat(" + 1", n),
		"slices":      "ip" + strings.Repeat("[0:]", n),
		"open":        strings.Repeat("(", n),
	} {
		if _, err := parse(expr); err == nil || !strings.Contains(err.Reason, "too deep") && what != "open" {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, expr := range map[string]string{
		"terms":    "ip" + strings.Repeat(" or ip", n),
		"elements": "udp.port in {1" + strings.Repeat(",1", n) + "}",
		"chain":    "udp.port" + strings.Repeat(" == udp.port", n),
		"nested":   strings.Repeat("(", 400) + "ip" + strings.Repeat(")", 400),
	} {
		if _, err := parse(expr); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
