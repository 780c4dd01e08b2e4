// Package worktime counts French working hours and working days, and explains the count day by day.
//
// # What is a day off
//
// The public holidays are those of the Code du travail: article L.3133-1 for the whole country, L.3134-13 for Moselle, Bas-Rhin and
// Haut-Rhin, L.3422-2 for the day of the abolition of slavery in each overseas department. The articles were cited from general
// knowledge and not re-read on Légifrance. Today's rules are applied to every year of the range, Mayotte before 2011 included.
// Three limits that a caller should show:
//
//   - Good Friday is a holiday of L.3134-13 only in the communes that have a Protestant church or a mixed one; here it is one in all
//     of Alsace-Moselle.
//   - Whit Monday is a holiday in law, also where it is the "journée de solidarité" and people work.
//   - Bridge days, the prefect's or the mayor's days and days off by custom (Good Friday or 21 July in Guadeloupe and Martinique) are
//     working days.
//
// The table is our own: github.com/rickar/cal/v2 has the eleven national days, but neither the territories nor a count that explains
// itself and stops while a holder waits; what would be left of it is one loop over eleven days.
//
// # What is a working hour
//
// Nobody published the working hours of the contracts that this package serves, nor how their delays are counted. Both are therefore
// [Settings], whose defaults ([Default]) are assumptions to print beside every result.
//
// # How time is added
//
// Hours run while it is working time and no [Pause] holds; a request made at night waits for the next opening. Days are counted at
// closing time: a working day counts when its closing comes and no pause holds then, so that a pause moves the due date by as many
// working days as it covers closings, and one that begins and ends on the same day moves nothing. [Rule] says from which day.
// Hours are wall-clock hours of the territory: the package knows its daylight saving, and holds the time zones it needs.
package worktime
