package ospo

import (
	"slices"

	"guichet/internal/i18n"
)

// Region is a region of France. Lat and Lon are those of its main town, in degrees, which is enough to place a marker.
type Region struct {
	Code     string // of the official geographic code (INSEE)
	Name     i18n.Text
	Lat, Lon float64
}

// Regions lists the regions, by name in French.
var Regions = []Region{
	{"84", i18n.Same("Auvergne-Rhône-Alpes"), 45.76, 4.84},
	{"27", i18n.Same("Bourgogne-Franche-Comté"), 47.32, 5.04},
	{"53", i18n.Text{Fr: "Bretagne", En: "Brittany"}, 48.11, -1.68},
	{"24", i18n.Same("Centre-Val de Loire"), 47.90, 1.91},
	{"94", i18n.Text{Fr: "Corse", En: "Corsica"}, 42.15, 9.10},
	{"44", i18n.Same("Grand Est"), 48.58, 7.75},
	{"01", i18n.Same("Guadeloupe"), 16.00, -61.73},
	{"03", i18n.Text{Fr: "Guyane", En: "French Guiana"}, 4.92, -52.31},
	{"32", i18n.Same("Hauts-de-France"), 50.63, 3.06},
	{"11", i18n.Same("Île-de-France"), 48.86, 2.35},
	{"04", i18n.Text{Fr: "La Réunion", En: "Réunion"}, -20.88, 55.45},
	{"02", i18n.Same("Martinique"), 14.60, -61.07},
	{"06", i18n.Same("Mayotte"), -12.78, 45.23},
	{"28", i18n.Text{Fr: "Normandie", En: "Normandy"}, 49.44, 1.10},
	{"75", i18n.Same("Nouvelle-Aquitaine"), 44.84, -0.58},
	{"76", i18n.Same("Occitanie"), 43.60, 1.44},
	{"52", i18n.Same("Pays de la Loire"), 47.22, -1.55},
	{"93", i18n.Same("Provence-Alpes-Côte d'Azur"), 43.30, 5.37},
}

// RegionOf returns the region of that code.
func RegionOf(code string) (Region, bool) {
	i := slices.IndexFunc(Regions, func(r Region) bool { return r.Code == code })
	if i < 0 {
		return Region{}, false
	}
	return Regions[i], true
}

// Levels are the kinds of body that an office belongs to.
var Levels = []string{"state", "operator", "local", "group", "research"}

// LevelLabel is the message key of the name of a kind of body.
func LevelLabel(level string) string { return "ospo.level-" + level }
