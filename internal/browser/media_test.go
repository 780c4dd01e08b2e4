package browser

import "testing"

// testMedia reads pages on paper, and as a reader who wants no motion.
func (h *house) testMedia(t *testing.T) {
	for _, path := range []string{"/fr/", "/fr/recherche?q=photoshop", "/fr/logiciels/gimp", "/fr/mission/offre-de-services/"} {
		t.Run("print "+path, func(t *testing.T) {
			t.Parallel()
			b := h.tab(t)
			b.screen(800, "dark")
			b.visit(path)
			b.media("print", "prefers-color-scheme", "dark")
			for _, fault := range ask[[]string](b, `(() => {
				const faults = [];
				const seen = el => el.checkVisibility() && el.getBoundingClientRect().height > 0;
				if (!seen(document.querySelector('main')) || !seen(document.querySelector('main h1'))) faults.push('main is hidden');
				for (const p of document.querySelectorAll('main p, main li, main dt, main dd'))
					if (!seen(p) && p.innerText.trim() && !p.closest('details:not([open]), .search, .pagination, .contents')) faults.push('hidden: ' + p.innerText.slice(0, 60));
				for (const el of document.querySelectorAll('.site-nav, .skip a, .button')) if (seen(el)) faults.push('printed: ' + el.className + ' ' + el.innerText.slice(0, 30));
				const [paper, ink] = [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color];
				if (paper !== 'rgb(255, 255, 255)' || ink !== 'rgb(0, 0, 0)') faults.push('printed in ' + ink + ' on ' + paper);
				return faults.slice(0, 5);
			})()`) {
				t.Error(fault)
			}
		})
	}
	t.Run("reduced motion", func(t *testing.T) {
		t.Parallel()
		b := h.tab(t)
		b.visit("/storybook/fr")
		b.media("", "prefers-reduced-motion", "reduce")
		for _, fault := range ask[[]string](b, `(() => {
			const faults = document.getAnimations().map(a => 'moves: ' + a.effect.target.className);
			for (const el of document.querySelectorAll('*')) for (const part of [null, '::before', '::after']) {
				const s = getComputedStyle(el, part);
				if (/[1-9]/.test(s.transitionDuration) || /[1-9]/.test(s.animationDuration) || s.scrollBehavior === 'smooth') faults.push('would move: ' + el.className);
			}
			return faults.slice(0, 5);
		})()`) {
			t.Error(fault)
		}
	})
}
