package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// readProfile adds the keys and the preferences of a profile of Wireshark: those that
// have a meaning here.
func (r *readFlags) readProfile() error {
	name := r.tshark.profile
	if name == "" {
		return nil
	}
	folder, err := profileFolder(name)
	if err != nil {
		return err
	}
	for _, table := range keyTables {
		if file := filepath.Join(folder, table); isFile(file) {
			r.profileKeys = append(r.profileKeys, file)
		}
	}
	r.input.options.KeyFiles = append(r.input.options.KeyFiles, r.profileKeys...)
	text, err := os.ReadFile(filepath.Join(folder, "preferences"))
	if os.IsNotExist(err) {
		return nil
	}
	// A preference of -o stands behind those of the profile, which it overrules.
	r.tshark.preferences = slices.Concat(profilePreferences(string(text)), r.tshark.preferences)
	return err
}

// profileFolder returns the folder of a profile in Wireshark's configuration.
func profileFolder(name string) (string, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("-C %s: %w", name, err)
	}
	folder = filepath.Join(folder, "wireshark")
	if name == "Default" {
		return folder, nil
	}
	folder = filepath.Join(folder, "profiles", name)
	if st, err := os.Stat(folder); filepath.Base(folder) != name || err != nil || !st.IsDir() {
		return "", fmt.Errorf("-C %s: there is no such profile in %s", name, filepath.Dir(folder))
	}
	return folder, nil
}

// profilePreferences returns the preferences in the text of a file of them as -o takes
// them: the columns, and those of ESP. A line that begins with a blank continues the one
// before.
func profilePreferences(text string) (found []string) {
	more := false
	for line := range strings.Lines(text) {
		if line[0] == ' ' || line[0] == '\t' {
			if more {
				found[len(found)-1] += strings.TrimSpace(line)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if more = ok && (name == columnPreference || strings.HasPrefix(name, "esp.enable_")); more {
			found = append(found, name+":"+strings.TrimSpace(value))
		}
	}
	return found
}
