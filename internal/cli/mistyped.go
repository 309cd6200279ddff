package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/session"
)

// complain writes pflag's error, with the flags that a mistyped one may stand for.
func complain(e *session.Env, f *pflag.FlagSet, err error) int {
	return e.Complain(inWords(f, err))
}

// inWords is what is wrong with a flag, without the names of the functions that
// found out.
func inWords(f *pflag.FlagSet, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		if near := nearFlags(f, unknown.GetSpecifiedName()); len(near) > 0 {
			return fmt.Errorf("%w; near it: %s", err, strings.Join(near, ", "))
		}
		if name := unknown.GetSpecifiedName(); len(name) == 1 {
			other := strings.ToLower(name)
			if other == name {
				other = strings.ToUpper(name)
			}
			if near := f.ShorthandLookup(other); near != nil && !near.Hidden {
				return fmt.Errorf("there is no -%s; near it: -%s, --%s", name, other, near.Name)
			}
		}
		return err
	}
	var wrong *pflag.InvalidValueError
	if !errors.As(err, &wrong) || !slices.Contains(wholeNumbers, wrong.GetFlag().Value.Type()) {
		return err
	}
	if _, err := strconv.ParseUint(wrong.GetValue(), 0, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return fmt.Errorf("--%s %q: the number is too large", wrong.GetFlag().Name, wrong.GetValue())
	}
	return fmt.Errorf("--%s %q: want a number", wrong.GetFlag().Name, wrong.GetValue())
}

// wholeNumbers are the types of flags whose values are such, as pflag names them.
var wholeNumbers = []string{"int", "uint", "uint8", "uint16", "uint32", "uint64"}

// nearFlags are the flags that a mistyped long one may stand for. A flag that others
// have with "no-" before it is one without.
func nearFlags(f *pflag.FlagSet, name string) []string {
	var names []string
	f.VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	near := dissect.NearestWords(name, names)
	if plain, ok := strings.CutPrefix(name, "no-"); ok && slices.Contains(names, plain) {
		near = append([]string{plain}, near...)
	}
	for i := range near {
		near[i] = "--" + near[i]
	}
	return near
}

// noCommand is why a word is none of the commands.
func noCommand(word string) error {
	names := commandNames()
	switch word {
	case "version":
		return errors.New("version is not a command: --version prints it")
	case "debug", "undebug":
		return fmt.Errorf("%s is a router's: pktscope diagnose CAPTURE tells what is wrong, show crypto isakmp sa detail what each message says", word)
	case "clear", "configure", "conf", "enable", "ping", "traceroute", "write":
		return fmt.Errorf("%s is a router's: pktscope reads packets, and changes nothing", word)
	}
	if near := dissect.NearestWords(word, names); len(near) > 0 {
		return fmt.Errorf("%s is not a command; near it: %s", word, strings.Join(near, ", "))
	}
	return fmt.Errorf("%s is not a command; there are %s", word, strings.Join(names, ", "))
}
