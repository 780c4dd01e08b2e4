package search_test

import (
	"testing"

	"guichet/internal/search"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	x := search.NewIndex([]*search.Document{
		{Kind: "software", Key: "gimp", Title: "GIMP", Names: []string{"GNU Image Manipulation Program"}, Text: "Retouche et création d'images"},
		{Kind: "software", Key: "krita", Title: "Krita", Text: "Peinture numérique, images"},
		{Kind: "product", Key: "photoshop", Title: "Photoshop", Names: []string{"Adobe Photoshop"}, Text: "Retouche d'images"},
		{Kind: "page", Key: "forms", Title: "Formulaires en ligne", Text: "Enquêtes et formulaires"},
		{Kind: "software", Key: "paint", Title: "Paint.NET", Text: ""},
	})
	for query, want := range map[string]string{
		"gimp": "gimp", "GIMP ?": "gimp", "photoshp": "photoshop", "phot": "photoshop", "formulaire": "forms", "enquete": "forms",
		"image manipulation": "gimp", "logiciel de peinture": "krita", "paintnet": "paint", "krta": "krita",
	} {
		hits := x.Search(query, 5)
		if len(hits) == 0 || hits[0].Key != want {
			t.Errorf("Search(%q) = %v, want %s first", query, hits, want)
		}
	}
	if hits := x.Search("zorglub", 5); len(hits) != 0 {
		t.Errorf("Search(zorglub) = %v, want nothing", hits)
	}
	if hits := x.Search("", 5); len(hits) != 0 {
		t.Errorf("an empty query found %v", hits)
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{{"abc", "abc", 2, 0}, {"abc", "abd", 2, 1}, {"abc", "acb", 2, 1}, {"abc", "", 2, 3}, {"googel", "google", 2, 1}, {"photoshoop", "photoshop", 2, 1}, {"kitten", "sitting", 3, 3}, {"kitten", "sitting", 2, 3}} {
		if got := search.Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if got := search.Distance(c.b, c.a, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.b, c.a, c.limit, got, c.want)
		}
	}
}
