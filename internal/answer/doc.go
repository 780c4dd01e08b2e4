// Package answer turns a question in a person's own words into an answer made of facts.
//
// There is no model behind it: the same question on the same facts gives the same answer, and every step can be printed (Explain). A question
// goes through three steps. Read finds the names it holds (products, software, bodies, licences, needs) and what it asks of them (the
// intent), with the reasons. Compose makes the answer of that intent from facts, each with its source and date. What the desk does not
// know, it says: Found is false and Items is empty, because an answer that looks right and is wrong is the worst defect of this program.
package answer
