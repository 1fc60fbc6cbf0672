package config

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"insider/internal/show"
)

// Load returns the configuration from flags that were given (by flag name) and the environment ("NAME=value" lines).
// A flag wins over a variable, a variable over its file (NAME_FILE, for secrets), that over a line in the file of settings, all
// over the default. An error is a Mistakes that names everything wrong at once.
func Load(flags map[string]string, environ []string) (*Config, error) {
	lines, unread := settingsFile(flags, environ)
	env, wrong := parseEnviron(append(lines, environ...))
	wrong = append(unread, wrong...)
	c := &Config{}
	for _, s := range settings {
		value, origin, err := s.value(flags, env)
		if err == nil && value != "" {
			err = s.set(c, value)
		}
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s %v", origin, err))
			if s.Default != "" {
				_ = s.set(c, s.Default) // a default is always right; later checks need a value
			}
		}
	}
	c.fillDefaults()
	if len(wrong) == 0 {
		wrong = c.validate()
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return c, nil
}

// value returns what was set and where, for messages.
func (s Setting) value(flags, env map[string]string) (value, origin string, err error) {
	if v, ok := flags[s.Flag]; ok {
		return v, "--" + s.Flag, nil
	}
	v, set := env[s.Env]
	file, inFile := env[s.Env+"_FILE"]
	switch {
	case s.Secret && inFile && file != "" && set && v != "":
		return "", s.Env, fmt.Errorf("is set twice: by itself and by %s_FILE; keep one", s.Env)
	case s.Secret && inFile && file != "":
		data, err := os.ReadFile(file)
		if err != nil {
			return "", s.Env + "_FILE", fmt.Errorf("cannot be read: %w", err)
		}
		return strings.TrimSpace(string(data)), s.Env + "_FILE", nil
	case set && v != "":
		return v, s.Env, nil
	}
	return s.Default, s.Env, nil
}

// parseEnviron picks the INSIDER_ variables and refuses unknown ones: a typo must not be silence.
func parseEnviron(environ []string) (map[string]string, Mistakes) {
	known := map[string]bool{}
	for _, s := range settings {
		known[s.Env] = true
		if s.Secret {
			known[s.Env+"_FILE"] = true
		}
	}
	env, wrong := map[string]string{}, Mistakes(nil)
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		switch {
		case known[name]:
			env[name] = value
		case !strings.HasPrefix(name, "INSIDER_"), strings.HasPrefix(name, "INSIDER_SERVICE_"), strings.HasPrefix(name, "INSIDER_PORT"):
		default:
			wrong = append(wrong, fmt.Sprintf("%s is no setting; %s", name, suggestion(name, known)))
		}
	}
	slices.Sort(wrong)
	return env, wrong
}

// suggestion names the nearest setting when it is near enough to be a slip, else where all of them stand.
func suggestion(name string, known map[string]bool) string {
	best, distance := "", len(name)
	for k := range known {
		d := show.EditDistance(name, k)
		if strings.HasPrefix(k, name) {
			d = 1
		}
		if d < distance || d == distance && k < best {
			best, distance = k, d
		}
	}
	if 2*distance > len(strings.TrimPrefix(name, "INSIDER_")) {
		return "insider help lists them"
	}
	return "did you mean " + best + "?"
}
