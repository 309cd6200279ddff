package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// columnPreference is Wireshark's preference of the columns.
const columnPreference = "gui.column.format"

// keyTables are Wireshark's tables with keys.
var keyTables = []string{"esp_sa", "ikev1_decryption_table", "ikev2_decryption_table"}

// setPreferences obeys the preferences of -o. Those without a meaning here are
// named on standard error, once for all.
func (r *readFlags) setPreferences(e *session.Env) error {
	var ignored []string
	espKeys := true
	for _, text := range r.tshark.preferences {
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return fmt.Errorf("-o %s: want PREFERENCE:VALUE, such as esp.enable_encryption_decode:TRUE", text)
		}
		switch {
		case name == "uat":
			if err := r.addKeys(value); err != nil {
				return fmt.Errorf("-o %s", err)
			}
		case name == columnPreference:
			columns, err := render.ParseColumns(value)
			if err != nil {
				return fmt.Errorf("-o %s: %w", columnPreference, err)
			}
			r.columns = columns
		case name == "conv.machine_readable":
			r.exactSizes = isTrue(value)
		case name == "esp.enable_encryption_decode":
			espKeys = isTrue(value)
		case name == "esp.enable_null_encryption_decode_heuristic":
			r.input.options.NullESP = isTrue(value)
		case name == "esp.enable_authentication_check" && isTrue(value):
		default:
			ignored = append(ignored, name)
		}
	}
	if !espKeys {
		o, table := &r.input.options, keyTables[0]
		o.KeyTexts = slices.DeleteFunc(o.KeyTexts, func(k session.KeyText) bool { return k.Name == keyTextName(table) })
		o.KeyFiles = slices.DeleteFunc(o.KeyFiles, func(name string) bool { return slices.Contains(r.profileKeys, name) && filepath.Base(name) == table })
	}
	if len(ignored) > 0 && !r.tshark.errorsOnly {
		slices.Sort(ignored)
		fmt.Fprintf(e.Err, "pktscope: -o has no effect for %s\n", strings.Join(slices.Compact(ignored), ", "))
	}
	return nil
}

// addKeys adds a row of one of Wireshark's tables, given as TABLE:ROW. Its text is
// secret: it is in no message.
func (r *readFlags) addKeys(value string) error {
	table, row, ok := strings.Cut(value, ":")
	if !ok || !slices.Contains(keyTables, table) {
		return fmt.Errorf("uat:%s: want one of %s, and a row behind a colon", table, strings.Join(keyTables, ", "))
	}
	o := &r.input.options
	o.KeyTexts = append(o.KeyTexts, session.KeyText{Name: keyTextName(table), Text: row + "\n"})
	return nil
}

func keyTextName(table string) string { return "-o uat:" + table }

func isTrue(value string) bool { return strings.EqualFold(value, "TRUE") || value == "1" }
