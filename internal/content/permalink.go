package content

import (
	"path"
	"regexp"
	"strings"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// An address that Eleventy computes is text with expressions in it: "/{{ lang }}/blog/{{ page.fileSlug }}/" in Nunjucks, or
// "`/${data.lang}/blog/${this.slugify(data.page.fileSlug)}/`" returned by a function of the folder's data. The few expressions that the
// field uses are known here; any other leaves the address of the file, and is reported.

// variables are what an expression may name.
type variables map[string]string

func (src *source) variables(f *frontMatter, lang string) variables {
	stem := strings.TrimSuffix(src.file, path.Ext(src.file))
	slug := path.Base(stem)
	if m := datePrefix.FindStringSubmatch(slug); m != nil {
		slug = m[2]
	}
	if slug == "index" {
		if slug = path.Base(path.Dir(stem)); slug == "." {
			slug = ""
		}
	}
	v := variables{"lang": lang, "page.lang": lang, "page.fileSlug": slug, "page.filePathStem": "/" + stem, "title": f.title, "slugOverride": f.slugOverride,
		"description": f.description}
	if !f.date.IsZero() {
		v["page.date"] = f.date.Format(time.DateOnly)
		v["date"] = v["page.date"]
	}
	return v
}

var (
	expression  = regexp.MustCompile(`\$\{([^{}]*)\}|\{\{-?([^{}]*?)-?\}\}`)
	slugifyCall = regexp.MustCompile(`^(?:this\.)?slugify\(\s*([\w.]+)\s*\)$`)
	returned    = regexp.MustCompile("(?:if\\s*\\(\\s*data\\.(\\w+)\\s*\\)\\s*\\{?\\s*)?(?:\\breturn|=>)\\s*\\(?\\s*(`[^`]*`|\"[^\"]*\"|'[^']*')")
)

// expand writes the values of the expressions of s; ok is false when one is not known.
func (v variables) expand(s string) (out string, ok bool) {
	ok = true
	out = expression.ReplaceAllStringFunc(s, func(m string) string {
		parts := expression.FindStringSubmatch(m)
		value, known := v.value(strings.TrimSpace(parts[1] + parts[2]))
		ok = ok && known
		return value
	})
	return out, ok && !strings.Contains(out, "${") && !strings.Contains(out, "{{") && !strings.Contains(out, "{%")
}

// value returns the value of one expression: a variable or a quoted text, through filters.
func (v variables) value(expr string) (string, bool) {
	if m := slugifyCall.FindStringSubmatch(expr); m != nil {
		expr = m[1] + " | slugify"
	}
	steps := strings.Split(expr, "|")
	name := strings.TrimSpace(steps[0])
	value, ok := v[strings.TrimPrefix(name, "data.")]
	if len(name) >= 2 && (name[0] == '"' || name[0] == '\'') && name[len(name)-1] == name[0] {
		value, ok = name[1:len(name)-1], !strings.ContainsRune(name[1:len(name)-1], rune(name[0]))
	}
	for _, filter := range steps[1:] {
		switch filter = strings.TrimSpace(filter); filter {
		case "readableDate", "htmlDateString":
			day, err := provenance.ParseDate(value)
			if err != nil || name != "page.date" && name != "date" {
				return "", false
			}
			if filter == "readableDate" {
				value = day.In(i18n.Lang(v["lang"]))
			}
		case "slugify", "slug":
			value = slug(value)
		case "safe", "url", "locale_url", "trim", "escape", "e":
		case "upper":
			value = strings.ToUpper(value)
		case "lower":
			value = strings.ToLower(value)
		default:
			return "", false
		}
	}
	return value, ok
}

// call returns the address that the source of a permalink function gives. The address is empty when the function returns nothing
// for this page; ok is false when the function is not understood.
func (v variables) call(src code) (address string, ok bool) {
	all := returned.FindAllStringSubmatch(string(src), 10)
	for _, m := range all {
		if condition := m[1]; condition != "" && v[condition] == "" {
			continue
		}
		return v.expand(m[2][1 : len(m[2])-1])
	}
	return "", len(all) > 0
}
