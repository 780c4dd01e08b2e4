package answer

import "guichet/internal/catalog"

// RankWithout ranks as if a source had said nothing.
func (e *Engine) RankWithout(rs []*catalog.Replacement, left string) []*catalog.Replacement {
	return e.rankWithout(rs, left)
}

// Catalog is the catalogue of the engine.
func (e *Engine) Catalog() *catalog.Set { return e.facts.Catalog }
