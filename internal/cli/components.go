package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"guichet/internal/components"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// checkComponentsCmd says which components of a program fit the licence under which it is published.
type checkComponentsCmd struct {
	File     string            `arg:"" placeholder:"FILE" help:"A list of components: SPDX 2 or 3 (JSON), CycloneDX (JSON, XML), go.mod, package.json, package-lock.json, pom.xml, composer.json, composer.lock, requirements.txt, or SPDX expressions, one a line. - reads the standard input."`
	Outbound string            `required:"" placeholder:"SPDX-ID" help:"Licence under which the program is published."`
	Use      string            `default:"linked" enum:"linked,modified,service,aggregate" help:"How the components are used: linked, modified, service or aggregate."`
	State    map[string]string `placeholder:"NAME=LICENCE" help:"State the licence of a component that somebody has read, where the list has none or a wrong one. Repeat for each."`
	JSON     bool              `name:"json" help:"Write the whole report as JSON."`
}

// Run writes a line for each component that does not simply fit, then the counts. Nothing is fetched.
func (c *checkComponentsCmd) Run(env *Env) error {
	body, err := c.read()
	if err != nil {
		return err
	}
	list, err := components.Read(c.File, body)
	if err != nil {
		return fmt.Errorf("%s: %s", c.File, env.message(err))
	}
	for name, licence := range c.State {
		if n := list.State(name, licence); n == 0 {
			return fmt.Errorf("--state %s: the list has no component of this name", name)
		}
	}
	set, err := starterLicences(env.Ctx)
	if err != nil {
		return err
	}
	r, err := components.Judge(set, list, c.Outbound, procurement.Use(c.Use))
	if err != nil {
		return fmt.Errorf("--outbound: %s", env.message(err))
	}
	if c.JSON {
		out := json.NewEncoder(env.Stdout)
		out.SetIndent("", "  ")
		err = out.Encode(r)
	} else {
		err = c.write(env, r)
	}
	if err == nil && (r.Verdict == procurement.Refused || r.Verdict == procurement.Undecided) {
		return errFindings
	}
	return err
}

func (c *checkComponentsCmd) read() ([]byte, error) {
	in := io.Reader(os.Stdin)
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, fmt.Errorf("%w: give the path of a list of components", err)
		}
		defer f.Close()
		in = f
	}
	body, err := io.ReadAll(io.LimitReader(in, components.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%w: give the path of a list of components", err)
	}
	return body, nil
}

func (c *checkComponentsCmd) write(env *Env, r *components.Report) error {
	say := func(key string) string { return i18n.T(env.Lang, key, nil) }
	for _, j := range r.Components {
		if j.Verdict == procurement.Fits {
			continue
		}
		why := j.Label()
		if why == "" {
			why = j.Kept[0].Label()
			for _, f := range j.Kept {
				if f.Verdict == j.Verdict {
					why = f.Label()
					break
				}
			}
		}
		name := strings.TrimSpace(j.Name + " " + j.Version)
		if j.Scope == components.Development {
			name += " (" + say(j.Scope.Label()) + ")"
		}
		licence := j.Stated
		if licence == "" {
			licence = "?"
		}
		fmt.Fprintf(env.Stdout, "%s: %s: %s: %s\n", name, licence, say(j.Verdict.Label()), say(why))
	}
	if !r.Licensed {
		fmt.Fprintln(env.Stdout, say("components.manifest"))
	}
	_, err := fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "components.count", map[string]any{"refused": r.Counts[procurement.Refused], "undecided": r.Counts[procurement.Undecided],
		"conditions": r.Counts[procurement.Conditions], "fits": r.Counts[procurement.Fits], "development": r.Left}))
	return err
}
