package content

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// An encoding that UTF-8 can be misread through. latin1 and windows keep the bytes that have no character as control characters, as
// browsers do; windowsLossy drops them, as old converters do.
type misreading func(byte) string

func macRoman(b byte) string { return string(charmap.Macintosh.DecodeByte(b)) }
func latin1(b byte) string   { return string(rune(b)) }
func windows(b byte) string {
	if r := charmap.Windows1252.DecodeByte(b); r != '\ufffd' {
		return string(r)
	}
	return string(rune(b))
}
func windowsLossy(b byte) string {
	if r := charmap.Windows1252.DecodeByte(b); r != '\ufffd' {
		return string(r)
	}
	return ""
}

// misread returns what src looks like after its bytes were taken for another encoding.
func misread(src []byte, m misreading) []byte {
	var b strings.Builder
	for _, c := range src {
		b.WriteString(m(c))
	}
	return []byte(b.String())
}

// rightTexts are right as they are, and every one holds something that looks like damage to a careless eye.
var rightTexts = []string{
	"",
	"plain ASCII, nothing else",
	"L’été, l’école et l’œuvre : « à côté » – où ? Là-bas… 3\u00a0€ !",
	"«été», «Œuvre», “école”, —été, –à, …évidemment",
	"«\u00a0É\u00a0», «\u00a0Â\u00a0», la lettre Ã\u00a0: voyez «Ã», «Â», ‘Ä’, Å…",
	"Æsop, ŒUVRES, Ÿ, SÃO PAULO, IRMÃ\u00a0Dulce, HÄ, ÅNGSTRÖM",
	"√2, √π, √(x²+1), 2√π, x√∞, √ seul, ¬p, ¬(p∧q), ≈π, ≈ 3, ƒ(x), ∆, ≤ ≥ ≠ ∞ ∫ Ω",
	"y = √∑, z = √±1, a ≈∞",
	"café\u0301, e\u0301te\u0301 (décomposé)",
	"🧢 🇪🇺 👷‍♀️ 🗳️ ✏️ ✅ → ™ ° n° 5 m² ½",
	"Straße, Übung: «ü», naïve, Zoë, Ångström, façade, São Paulo",
	"‚Gänsefüßchen‘ und „Anführung“",
	"\ufffd seul est signalé ailleurs",
	"Ô Canada, Ô temps, ÎLE, Ïambe",
	"prix : 10\u202f000\u00a0€ ; 50\u00a0% ; §\u00a03 ; ©\u00a02026 ; ®",
}

func TestRepairLeavesRightTextAlone(t *testing.T) {
	for _, s := range rightTexts {
		fixed, damaged, line, lost := Repair([]byte(s))
		if string(fixed) != s || damaged || line != 0 || lost != 0 {
			t.Errorf("Repair(%q) = %q, %v, %d, %d; want it untouched", s, fixed, damaged, line, lost)
		}
	}
}

// A page is never so short as one of these lines: damaged text has other damage beside it, which weak traces need.
const beside = "Première ligne.\nUne ligne abîmée à réparer, déjà relevée.\n"

var repairable = []string{
	"L’été, l’école et l’œuvre : « à côté » – où ? Là-bas…",
	"il va à la poste, où ça ? à\u00a0Paris",
	"É È À Ç Œ ÉCOLE ÇA À ÔTER",
	"10\u202f000\u00a0€, n° 5, 20° C, 5 m², agent·e·s, 50\u00a0%, ½, ±",
	"“quoted”, ‘so’, – — … •",
	"🧢 🇪🇺 👷‍♀️ 🗳️ ✏️ ✅ → ™ 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
	"España, Köln, Århus, Łódź n'est pas d'ici, Straße",
	"\ufeffune marque d'ordre",
}

func TestRepairUndoesWrongEncodings(t *testing.T) {
	for name, m := range map[string]misreading{"mac": macRoman, "windows": windows, "latin1": latin1} {
		for _, s := range repairable {
			want := beside + s + "\n"
			bad := []byte(want)
			for round := 1; round <= 3; round++ {
				bad = misread(bad, m)
				fixed, damaged, line, lost := Repair(bad)
				if string(fixed) != want || !damaged || line != 1 || lost != 0 {
					t.Errorf("%s ×%d: Repair = %q, %v, line %d, lost %d; want %q", name, round, fixed, damaged, line, lost, want)
					break
				}
			}
		}
	}
}

// A page whose author went on writing in a mended editor is mended too, and what was right stays.
func TestRepairHalfDamaged(t *testing.T) {
	for name, m := range map[string]misreading{"mac": macRoman, "windows": windows, "latin1": latin1} {
		right := strings.Join(rightTexts, "\n")
		bad := right + "\n" + string(misread([]byte("Déjà vu : l’œuvre où « tout » est abîmé\u00a0!"), m)) + "\n" + right
		want := right + "\nDéjà vu : l’œuvre où « tout » est abîmé\u00a0!\n" + right
		fixed, damaged, line, _ := Repair([]byte(bad))
		if string(fixed) != want || !damaged || line != len(rightTexts)+1 {
			t.Errorf("%s: line %d, damaged %v\n got %q\nwant %q", name, line, damaged, fixed, want)
		}
	}
}

func TestRepairCountsWhatIsLost(t *testing.T) {
	for _, c := range []struct {
		bad, want string
		lost      int
	}{
		{"DÃ©jÃ \nlu", "DéjÃ \nlu", 1}, // the no-break space became a space
		{"lâ€™Ã©tÃ© â€œloinâ€ dâ€™ici", "l’été “loinâ€ d’ici", 1},   // byte 9D has no character in Windows-1252
		{"d√©j√† dit\u00a0: ü߬¢ ü߬¢", "déjà dit\u00a0: ü߬¢ ü߬¢", 0}, // not a trace of anything
		{"d√©j√† üß¢", "déjà üß¢", 1},                               // an emoji without its first byte
		{"dÃ©jÃ\ufffd", "déjÃ\ufffd", 1},
		{"seul : â€ fin", "seul : â€ fin", 1},
	} {
		fixed, damaged, line, lost := Repair([]byte(c.bad))
		if string(fixed) != c.want || !damaged || line != 1 || lost != c.lost {
			t.Errorf("Repair(%q) = %q, %v, line %d, lost %d; want %q, lost %d", c.bad, fixed, damaged, line, lost, c.want, c.lost)
		}
	}
}

// Of any French or English text, Repair undoes any single misreading, or leaves what it cannot and says so; of the right text it
// changes nothing.
func TestRepairProperties(t *testing.T) {
	words := rapid.SampledFrom(strings.Split("à où été déjà l’œuvre Œdipe ÉCOLE Ça naïve Zoë sûr maïs Noël bœuf n° 5 m² 20° agent·e ½ € 3 000 « » “so” ‘it’ – — … • "+
		"🧢 🇪🇺 ✏️ ✅ → ™ © § √2 √π ≈3 ¬p ±1 «été» (à) [ça] *où* `é` Ô Â Ã À l’été, fin. quoi\u00a0? «\u00a0Â\u00a0» 10\u00a0% España Köln Århus \n \n", " "))
	text := rapid.Map(rapid.SliceOfN(words, 0, 60), func(ws []string) string { return strings.Join(ws, " ") })
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		if fixed, damaged, _, _ := Repair([]byte(s)); damaged || string(fixed) != s {
			t.Fatalf("right text changed: %q to %q", s, fixed)
		}
		m := rapid.SampledFrom([]misreading{macRoman, windows, latin1, windowsLossy}).Draw(t, "misreading")
		fixed, _, _, _ := Repair(misread([]byte(beside+s), m))
		again, _, _, _ := Repair(fixed)
		if string(again) != string(fixed) {
			t.Fatalf("not stable: %q, then %q", fixed, again)
		}
	})
}

// The page as it reached the project is the page that was sent.
func TestRepairSeed(t *testing.T) {
	right := seed(t, "offre-de-services.md")
	received := seed(t, "offre-de-services.as-received.txt")
	fixed, damaged, line, lost := Repair(received)
	if string(fixed) != string(right) || !damaged || line != 10 || lost != 0 {
		t.Errorf("damaged %v, line %d, lost %d, equal %v; want the original, line 10, nothing lost", damaged, line, lost, string(fixed) == string(right))
	}
	if fixed, damaged, _, _ := Repair(right); damaged || string(fixed) != string(right) {
		t.Error("the original was changed")
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range append(rightTexts, repairable...) {
		f.Add([]byte(s))
		f.Add(misread([]byte(beside+s), macRoman))
		f.Add(misread(misread([]byte(beside+s), windows), latin1))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		fixed, damaged, line, lost := Repair(src)
		if !damaged && string(fixed) != string(src) {
			t.Fatal("changed without saying so")
		}
		if damaged != (line > 0) || lost < 0 {
			t.Fatalf("damaged %v, line %d, lost %d", damaged, line, lost)
		}
		if strings.Count(string(fixed), "\n") != strings.Count(string(src), "\n") {
			t.Fatal("lines changed")
		}
		again, _, _, _ := Repair(fixed)
		if string(again) != string(fixed) {
			t.Fatalf("not stable: %q, then %q", fixed, again)
		}
	})
}
