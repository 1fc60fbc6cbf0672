package config

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strings"
)

// fileSetting names a file of settings. It is the one setting that such a file cannot hold.
const fileSetting = "INSIDER_SETTINGS"

// settingsFile returns the lines of the file of settings that a flag or the environment names, none when neither does.
func settingsFile(flags map[string]string, environ []string) ([]string, Mistakes) {
	name, origin := "", fileSetting
	for _, line := range environ {
		if v, ok := strings.CutPrefix(line, fileSetting+"="); ok {
			name = v
		}
	}
	if v, ok := flags["settings"]; ok {
		name, origin = v, "--settings"
	}
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, Mistakes{fmt.Sprintf("%s cannot be read: %v", origin, err)}
	}
	return parseFile(name, text)
}

// parseFile reads lines of NAME=value as systemd's EnvironmentFile has them: blank lines and comments are left out, and quotes
// around a value. What is not Insider's is none of its business.
func parseFile(name string, text []byte) (lines []string, wrong Mistakes) {
	number := 0
	for scan := bufio.NewScanner(bytes.NewReader(text)); scan.Scan(); {
		number++
		line := strings.TrimSpace(scan.Text())
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		key, value, found := strings.Cut(line, "=")
		switch key = strings.TrimSpace(key); {
		case !found || strings.HasSuffix(line, `\`):
			wrong = append(wrong, fmt.Sprintf("%s:%d must be NAME=value on one line", name, number))
		case strings.HasPrefix(key, "INSIDER_") && key != fileSetting:
			lines = append(lines, key+"="+unquoted(strings.TrimSpace(value)))
		}
	}
	return lines, wrong
}

func unquoted(value string) string {
	if n := len(value); n >= 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		return value[1 : n-1]
	}
	return value
}
