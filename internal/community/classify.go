package community

import (
	"regexp"
	"strconv"
	"strings"
)

// CourseSubjects lists the subjects of courses, in the order in which a title is tried: what stands first wins, "other" is what is left.
var CourseSubjects = []string{"maps", "databases", "graphics", "media", "office", "learning", "collaboration", "web", "systems", "data", "development", "law", "business", "other"}

// subjectWords are the beginnings of words, without accents, by which the title of a course is put under a subject. They are names of software
// and words of the titles of the public list: the editors' choice, which the page says.
var subjectWords = map[string][]string{
	"maps":          {"postgis", "qgis", "cartograph", "openstreetmap", "leaflet", "openlayers", "sig", "geospatial", "geotrek", "maplibre", "tuiles", "routing", "itowns", "cesium", "giro3d", "photogram", "uav", "grass", "nuages de points", "raster", "osm"},
	"databases":     {"postgresql", "posgresql", "mysql", "mariadb", "sqlite", "nosql", "mongodb", "elasticsearch", "oracle", "sql", "dba", "base de donnees"},
	"graphics":      {"gimp", "inkscape", "scribus", "krita", "blender", "synfig", "dessin", "mise en page", "retouche", "freecad", "darktable", "pao", "graphis", "3d", "photos", "cao", "webdesign", "typograph"},
	"media":         {"audacity", "ardour", "shotcut", "kdenlive", "video", "audio", "puredata", "pure data", "podcast", "obs studio", "vlc", "ffmpeg", "cinelerra", "xibo", "musique", "radio"},
	"office":        {"libreoffice", "libre-office", "bureautique", "writer", "calc", "impress", "tableur", "thunderbird", "openoffice", "traitement de texte", "mails", "odf"},
	"learning":      {"moodle", "scenari", "opale", "dokiel", "chamilo", "h5p", "lms", "apprentissage", "didacticiel", "support pedagogique", "formation a distance"},
	"collaboration": {"mediawiki", "wiki", "nextcloud", "sympa", "dokuwiki", "collaborati", "messagerie", "zourit", "jitsi", "bigbluebutton", "mattermost"},
	"web":           {"wordpress", "drupal", "spip", "joomla", "typo3", "html", "css", "javascript", "symfony", "php", "angular", "react", "vuejs", "nuxt", "django", "site web", "site internet", "web", "apache", "matomo", "prestashop", "seo", "progressive", "accessibilite", "ux", "zend", "cms", "referencement", "optim"},
	"systems":       {"linux", "unix", "debian", "ldap", "bash", "shell", "nagios", "zabbix", "reseau", "docker", "kubernetes", "ansible", "proxmox", "virtualis", "serveur", "samba", "glpi", "centreon", "eole", "systeme", "securite", "openldap", "lpi", "supervision", "pfsense", "puppet", "infrastructure", "lamp", "asterisk"},
	"data":          {"data science", "machine learning", "deep learning", "jupyter", "opendata", "open data", "donnees", "statisti", "tensorflow", "data", "ia", "dataviz", "openrefine", "scientifique", "r"},
	"development":   {"python", "java", "perl", "rust", "git", "programmation", "c", "c++", "developpe", "api", "uml", "cypress", "maven", "phpunit", "jsp", "j2ee", "nodejs", "tests", "pilotes", "emacs", "cobol", "agile"},
	"law":           {"licence", "licences", "juridique", "droit", "modeles economiques", "art de l'open source", "libre ethique", "libre et open-source", "acculturation", "enjeux", "gouvernance", "logiciel libre"},
	"business":      {"projeqtor", "opaga", "dolibarr", "odoo", "erp", "gestion de projets", "planification", "comptabilite", "pmb", "koha", "sigb", "qualiopi", "crm", "metiers"},
}

// subjectOf puts a title under a subject.
func subjectOf(title string) string {
	text := " " + words(title) + " "
	for _, subject := range CourseSubjects {
		for _, w := range subjectWords[subject] {
			// A short word stands alone; a longer one may be the beginning of a word.
			if len(w) <= 4 && strings.Contains(text, " "+w+" ") || len(w) > 4 && strings.Contains(text, " "+w) {
				return subject
			}
		}
	}
	return "other"
}

var (
	advanced = regexp.MustCompile(`(?i)\b(avancee?s?|perfectionnement|expert|expertes?|tuning|optimis\w+|niveau 2\w?|niveau 3|niv2|niv3|approfondi\w*|architecte|core)\b`)
	beginner = regexp.MustCompile(`(?i)\b(debutants?|initiation|introduction|les bases|bases|decouverte|decouvrir|niveau 1|niv1|initiale?|premiers? pas|fondamentaux|prise en main|comprendre|notions|101)\b`)
	days     = regexp.MustCompile(`\((\d{1,2}) jours?\)`)
)

// levelOf reads the level in a title: what says "advanced" wins over what says "beginner", which such titles use of the subject.
func levelOf(title string) string {
	text := words(title)
	switch {
	case advanced.MatchString(text):
		return "advanced"
	case beginner.MatchString(text):
		return "beginner"
	}
	return ""
}

// daysOf reads "(4 jours)".
func daysOf(title string) int {
	m := days.FindStringSubmatch(title)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// words writes a title as folded words with one space between.
func words(title string) string {
	return strings.Join(strings.FieldsFunc(folded(title), func(r rune) bool { return strings.ContainsRune(" \t\u00a0\u202f:,;()/–—\"«»&?!.", r) }), " ")
}
