// Package desk is the request desk: what people send to the office, and what they ask without finding.
//
// A request becomes a case in one transaction; its sender gets a number, to be said aloud, and a secret link, to follow the case without
// an account. From that moment the request survives a crash: what Open acknowledged is committed. The rules:
//
//   - A case holds little about a person: the message, an address and an organisation if they gave them. All of it is shown to whoever
//     holds the link (Follow), can be taken away (Export) and erased (Erase); what erasure leaves counts cases and says nothing of people
//     (GDPR, articles 5, 15, 17 and 20).
//   - The history is append-only. Notes are for the office: no method that takes a secret returns them.
//   - Numbers are unique and leave no hole: GL, the year of opening in UTC, and a counter that belongs to the same transaction.
//   - A wrong number and a wrong secret get the same answer, so that nobody can find out which cases exist.
//   - A form sent twice is one case (Request.Token), and a form changed and sent again loses neither text.
//
// Demand counts the questions that people ask, above all those without an answer: it is how the office learns what is missing. It keeps
// days and never hours, and takes out of each question what could name a person (Strip).
//
// The permission to use the staff's methods (List, Get, Reply, Ask, Note, Close) is decided by the caller: today it is the shell of
// the machine.
package desk
