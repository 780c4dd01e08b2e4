// Package browser holds the tests that read the desk as people do: in a browser, with a mouse or without, with scripts or without, on a wide
// screen and on a phone. It has no code of its own.
//
// One desk (package app on an SQLite file) and one Chromium serve all tests; each test has a tab of its own, with an empty cache, and two tabs
// work at a time. Nothing may leave the machine: a request to another host, or a word in the console, fails the test that caused it.
//
// What is held: no violation that axe-core knows of, in light and dark, at 1280 and 320 pixels; no sideways scrolling at 320 pixels, nor at 640
// (a page enlarged twice), and nothing cut when text is spaced out (WCAG 2.2, 1.4.4, 1.4.10, 1.4.12); the main journeys by keyboard alone
// with scripts off (2.1.1, 2.1.2, 2.4.1, 2.4.7); the weight and the stillness of pages; print; reduced motion.
//
// The State's design system is examined by its markup (storybook), since its files are not here. The largest paint on a slow telephone is measured when
// GUICHET_PAINT is set.
//
// A machine without Chromium or axe-core skips them (see package testkit). To see the pages: GUICHET_SHOTS=/tmp/shots go test ./internal/browser
// writes pictures of the main ones into that folder.
package browser
