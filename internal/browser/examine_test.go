package browser

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// examine holds what every page must be, on the document that the tab shows, at 1280 pixels in light. A storybook shows parts out of their
// page, so the rules about the order of headings and the names of landmarks do not apply to it.
func (b *tab) examine(storybook bool) {
	b.Helper()
	if shift := b.shift(); shift != 0 {
		b.Errorf("the page moves while it loads: layout shift %g", shift)
	}
	if key := ask[string](b, `(document.title + ' ' + document.body.innerText).match(/(?<![\w.@\/:])(web|answer|theme|desk|market|community|import|check)\.[a-z][a-z0-9-]+(?![\w.\/])/)?.[0] ?? ''`); key != "" {
		b.Errorf("the page shows the message key %q", key)
	}
	b.call(chromedp.Evaluate[chromedp.Void](b.house.axe))
	rules := whole
	if storybook {
		rules = strings.Replace(whole, "rules: {", "rules: {'heading-order': off, 'landmark-unique': off, 'landmark-no-duplicate-contentinfo': off, ", 1)
	}
	b.axe("1280 light", rules)
	b.screen(1280, "dark")
	b.axe("1280 dark", colours)
	b.screen(320, "dark")
	b.axe("320 dark", colours)
	b.screen(320, "light")
	b.axe("320 light", rules)

	b.fits("320")
	b.screen(640, "light")
	b.fits("640")
	b.call(chromedp.Evaluate[chromedp.Void](spaced))
	b.fits("640 spaced")
	b.screen(320, "light")
	b.fits("320 spaced")
	b.screen(1280, "light")
	b.fits("1280 spaced")
}

// What axe-core runs: everything of WCAG 2.2 at levels A and AA and its own best practices; then the rules that the palette decides.
const (
	whole = `{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: {}}`

	colours = `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}`
)

// violation is what axe-core reports.
type violation struct {
	ID, Help string
	Nodes    []struct{ Target, Summary string }
}

// axe examines the document. Where axe-core cannot tell, it is believed, but for text in the very colour of its ground: that it leaves to people, and
// nobody reads such text. A narrow window adds doubts about what a table hides and nothing else, so there they are not asked for.
func (b *tab) axe(where, rules string) {
	b.Helper()
	doubts := "['violations']"
	if strings.HasPrefix(where, "1280") {
		doubts = "['violations', 'incomplete']"
	}
	found := ask[[]violation](b, `(() => {
		const off = {enabled: false};
		const unseen = node => node.any.some(check => check.data?.messageKey === 'equalRatio');
		const report = (v, nodes) => ({ID: v.id, Help: v.help, Nodes: nodes.slice(0, 4).map(n => ({Target: n.target.join(' '), Summary: n.failureSummary}))});
		return axe.run(document, {resultTypes: `+doubts+`, preload: false, ...`+rules+`}).then(r => [
			...r.violations.map(v => report(v, v.nodes)),
			...r.incomplete.filter(v => v.nodes.some(unseen)).map(v => report(v, v.nodes.filter(unseen)))
		]);
	})()`)
	for _, v := range found {
		var nodes strings.Builder
		for _, n := range v.Nodes {
			fmt.Fprintf(&nodes, "\n\t%s: %s", n.Target, strings.Join(strings.Fields(n.Summary), " "))
		}
		b.Errorf("%s: axe %s: %s%s", where, v.ID, v.Help, nodes.String())
	}
}

// spaced sets the text as WCAG 2.2 (1.4.12) says that a reader may.
const spaced = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important} p {margin-bottom: 2em !important}');
	document.adoptedStyleSheets = [sheet];
})()`

// fits holds that nothing leaves the window sideways and that no text is cut. What scrolls on its own, such as a table of data, may be wider inside.
func (b *tab) fits(where string) {
	b.Helper()
	for _, fault := range ask[[]string](b, `(() => {
		const faults = [], width = document.documentElement.clientWidth;
		const name = el => el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + (el.className ? '.' + String(el.className).replaceAll(' ', '.') : '');
		if (document.scrollingElement.scrollWidth > width) faults.push('the page scrolls sideways: ' + document.scrollingElement.scrollWidth + ' > ' + width);
		const walk = el => {
			if (el.matches('svg, .skip, .visually-hidden, input, select, textarea')) return;
			const style = getComputedStyle(el);
			if (style.display === 'none' || style.visibility === 'hidden') return;
			const box = el.getBoundingClientRect();
			if (box.width > 0 && (box.right > width + 1 || box.left < -1)) faults.push(name(el) + ' stands outside: ' + box.left + ' to ' + box.right + ' of ' + width);
			if (/auto|scroll/.test(style.overflowX)) return;
			if (style.display !== 'inline') {
				if (el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0) faults.push(name(el) + ' overflows: ' + el.scrollWidth + ' > ' + el.clientWidth);
				if (/hidden|clip/.test(style.overflowY) && el.scrollHeight > el.clientHeight + 1) faults.push(name(el) + ' is cut: ' + el.scrollHeight + ' > ' + el.clientHeight);
			}
			for (const child of el.children) walk(child);
		};
		walk(document.body);
		return faults.slice(0, 6);
	})()`) {
		b.Errorf("%s: %s", where, fault)
	}
}

// shift returns how much the page moved since it began to load, as the measure Cumulative Layout Shift counts it.
func (b *tab) shift() float64 {
	b.Helper()
	return ask[float64](b, `new Promise(done => requestAnimationFrame(() => {
		const seen = new PerformanceObserver(() => {});
		seen.observe({type: 'layout-shift', buffered: true});
		setTimeout(() => done(seen.takeRecords().reduce((sum, e) => sum + e.value, 0)), 0);
	}))`)
}
