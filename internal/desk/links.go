package desk

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
)

// How a form sent twice gives one case and one link.
//
// The edge puts a token of 160 random bits in each form it shows. The case keeps the token's SHA-256, which is unique, so the second
// sending of a form (a double click, a reload, a retry after a lost reply) finds the case of the first. It must also show the same link,
// and the link's secret is not stored; so the secret is not drawn but derived: HMAC-SHA256 of the token, under a key of the desk.
//
//   - A stolen copy of the database opens no case: it has the key, and of tokens and secrets only hashes, of 160 random bits each.
//   - A token seen elsewhere (a saved page, a body in a log) computes no link without the key. It can be sent again to the desk, which then shows
//     the link; that is the purpose, and why a token must stay in the body of the form.
//   - A stolen link tells nothing of the token, so it cannot be used to send in its owner's name through the form.
//
// The secret needs no column, no expiry and no second table, and two instances on one database derive the same.

// alphabet is Crockford's: no i, l, o or u, so that a secret read aloud or copied by hand is not mistaken.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var keyEncoding = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// keyBytes is 160 bits, 32 characters.
const keyBytes = 20

// NewToken returns a token for one showing of the form.
func NewToken() string {
	b := make([]byte, keyBytes)
	_, _ = rand.Read(b) // never fails
	return keyEncoding.EncodeToString(b)
}

// linkSecret derives the secret of a case from the token of its form.
func linkSecret(key []byte, token string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("guichet desk link 1\x00" + token))
	return keyEncoding.EncodeToString(m.Sum(nil)[:keyBytes])
}

func hashKey(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// sameSecret compares in constant time. An empty hash, that of no case, is compared like another.
func sameSecret(hash, secret string) bool {
	return subtle.ConstantTimeCompare([]byte(fmt.Sprintf("%64s", hash)), []byte(hashKey(readKey(secret)))) == 1
}

// readKey undoes what happens to a token or a secret on its way through people.
func readKey(s string) string {
	return strings.NewReplacer("o", "0", "i", "1", "l", "1").Replace(strings.ToLower(strings.TrimSpace(s)))
}

func isKey(s string) bool {
	return len(s) == tokenAndLinks && strings.Trim(s, alphabet) == ""
}

// linkKey returns the desk's key, made at the first need and then kept in the database: whoever restores a backup restores the links.
func (s *Service) linkKey(ctx context.Context) ([]byte, error) {
	if k := s.key.Load(); k != nil {
		return *k, nil
	}
	fresh := make([]byte, sha256.Size)
	_, _ = rand.Read(fresh)
	stored, err := keepKey(ctx, s.db, "link", hex.EncodeToString(fresh))
	if err != nil {
		return nil, fmt.Errorf("reading the desk's key: %w", err)
	}
	k, err := hex.DecodeString(stored)
	if err != nil || len(k) != sha256.Size {
		return nil, fmt.Errorf("the desk's key is damaged (table desk_key, name link)")
	}
	s.key.Store(&k)
	return k, nil
}
