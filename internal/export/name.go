package export

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds a file's name, as most file systems do.
const maxName = 255

// fileName is the name that tshark gives the object of a URI: its last part, or the
// number of the frame and the media type.
func fileName(uri, mediaType string, frame uint64) string {
	if uri != "" {
		return safe(path.Base(uri))
	}
	name := fmt.Sprintf("object%d", frame)
	if mediaType != "" {
		name += "." + mediaType
	}
	return safe(name)
}

// safe escapes what leads elsewhere, steers a terminal, is not seen, or is not allowed in
// the names of some file systems.
func safe(name string) string {
	if name == "." || name == ".." {
		return strings.ReplaceAll(name, ".", "%2e")
	}
	var b strings.Builder
	for i, r := range name {
		_, n := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && n == 1, !unicode.IsPrint(r), strings.ContainsRune(`<>:"/\|?*`, r),
			unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			for _, c := range []byte(name[i : i+n]) {
				fmt.Fprintf(&b, "%%%02x", c)
			}
		default:
			b.WriteString(name[i : i+n])
		}
	}
	return b.String()
}

// numbered is name with a number before its extension, if it is not the first of that
// name, and not longer than a name can be.
func numbered(name string, n int) string {
	suffix := ""
	if n > 0 {
		suffix = fmt.Sprintf("(%d)", n)
	}
	stem, ext := name, ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 && n > 0 {
		stem, ext = name[:i], name[i:]
	}
	if more := len(stem) + len(suffix) + len(ext) - maxName; more > 0 {
		if more < len(stem) {
			stem = stem[:len(stem)-more]
		} else {
			stem, ext = name[:maxName-len(suffix)], ""
		}
		stem = strings.ToValidUTF8(stem, "")
	}
	return stem + suffix + ext
}
