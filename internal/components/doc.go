// Package components reads the list of what a program is made of, and says which parts fit the licence under which the program is to be published.
//
// Lists come as SPDX 2.3 and 3.0 (JSON), CycloneDX (JSON and XML), the manifests go.mod, package.json, pom.xml, composer.json and requirements.txt, the lock files
// package-lock.json and composer.lock, or as SPDX expressions, one a line. A manifest names what a program asks for, without licences: its components are shown as
// "licence not stated", never guessed. The rules of compatibility are those of package procurement.
//
// Every list is a stranger's: its size (MaxFile), the number of its components (MaxComponents) and the length of what is kept of each field are bounded, and nothing that it
// names is opened or fetched.
package components
