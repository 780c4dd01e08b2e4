package ospo

import (
	"regexp"
	"strings"
)

// plainValue finds a value that stands on the line of its key without quotes.
var plainValue = regexp.MustCompile(`^(\s+)(name|country|email|pso_id|floss_policy|fr|en): +([^\s"'|>#].*?)\s*$`)

// Repair mends what has one meaning only: it quotes texts that YAML would misread, a colon followed by a blank or a sign that begins something else,
// and writes the country in capitals. It returns the text, comments kept, and the lines that changed.
func Repair(body []byte) ([]byte, []int) {
	lines := strings.Split(string(body), "\n")
	var changed []int
	for i, line := range lines {
		m := plainValue.FindStringSubmatch(strings.TrimSuffix(line, "\r"))
		if m == nil {
			continue
		}
		value := m[3]
		switch {
		case m[2] == "country" && len(value) <= 3:
			value = strings.ToUpper(value)
		case strings.Contains(value, " #"): // a remark, or a part of the text: only a person knows
			continue
		case strings.Contains(value, ": ") || strings.HasSuffix(value, ":") || strings.ContainsRune("&*!%@`{[,?-", rune(value[0])):
			value = quote(value)
		}
		if value != m[3] {
			lines[i] = m[1] + m[2] + ": " + value
			changed = append(changed, i+1)
		}
	}
	return []byte(strings.Join(lines, "\n")), changed
}
