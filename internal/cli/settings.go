package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
)

// loadSettings reads a settings file: the names of flags, without dashes in front, with their values. A name that no flag has is an error, so that a
// misspelt setting is never silently ignored.
func loadSettings(r io.Reader) (kong.Resolver, error) {
	body, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(body, &values); err != nil {
		return nil, fmt.Errorf("the settings file is not YAML: %s", strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	flat := settings{}
	flat.add("", values)
	return flat, nil
}

type settings map[string]any

// add takes settings with their sections: colour in the section brand is brand-colour.
func (s settings) add(prefix string, values map[string]any) {
	for name, v := range values {
		if section, ok := v.(map[string]any); ok {
			s.add(prefix+name+"-", section)
			continue
		}
		s[prefix+name] = v
	}
}

// Validate refuses names that are no flag of any command.
func (s settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(app.Node)
	var unknown []string
	for name := range s {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("the settings file has names that no flag has: %s", strings.Join(unknown, ", "))
	}
	return nil
}

// Resolve returns the value of a flag.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if v, ok := s[flag.Name]; ok {
		if list, ok := v.([]any); ok {
			return list, nil
		}
		if list, ok := v.([]any); ok {
			return list, nil
		}
		return fmt.Sprint(v), nil
	}
	return nil, nil //nolint:nilnil // kong asks for it: this file does not set the flag
}
