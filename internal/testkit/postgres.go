package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"

	"guichet/internal/database"
)

// Postgres returns an empty, migrated PostgreSQL database of its own: on the server at GUICHET_TEST_POSTGRES, or on a cluster that is
// started once for the test binary when the machine has the programs of PostgreSQL.
func Postgres(t testing.TB) *database.DB {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL returns the address of an empty database that is not migrated, for tests of the whole program.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := postgresServer(t)
	name := "guichet_" + strings.ToLower(rand.Text())
	run := func(query string) error {
		admin, err := sql.Open("pgx", server)
		if err != nil {
			return err
		}
		defer admin.Close()
		_, err = admin.ExecContext(context.Background(), query)
		return err
	}
	if err := run("CREATE DATABASE " + name); err != nil {
		t.Fatalf("making a database for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Logf("dropping the test's database: %v", err)
		}
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func postgresServer(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("GUICHET_TEST_POSTGRES"); dsn != "" {
		return dsn
	}
	dsn, err := cluster()
	if err != nil {
		t.Fatalf("starting a PostgreSQL cluster: %v", err)
	}
	if dsn == "" {
		Missing(t, "PostgreSQL (set GUICHET_TEST_POSTGRES, or install its server)")
	}
	return dsn
}

// cluster starts one throw-away cluster for this test binary. It stops by itself: the server is told to end when its parent's pipe
// closes is not a thing PostgreSQL does, so a watching shell waits for this process to end and then stops it and removes its folder.
var cluster = sync.OnceValues(func() (string, error) {
	bin := postgresBin()
	if bin == "" {
		return "", nil
	}
	dir, err := os.MkdirTemp("", "guichet-pg-")
	if err != nil {
		return "", err
	}
	cred, err := unprivileged(dir)
	if err != nil {
		return "", err
	}
	run := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, out)
		}
		return nil
	}
	data := filepath.Join(dir, "data")
	if err := run("initdb", "-D", data, "-U", "guichet", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"); err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=300")
	server.Dir = dir
	server.SysProcAttr = &syscall.SysProcAttr{Credential: cred, Setpgid: true}
	if err := server.Start(); err != nil {
		return "", err
	}
	watcher := exec.Command("/bin/sh", "-c", `while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -INT "$2"; sleep 2; rm -rf "$3"`,
		"sh", strconv.Itoa(os.Getpid()), strconv.Itoa(server.Process.Pid), dir)
	watcher.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := watcher.Start(); err != nil {
		_ = server.Process.Kill()
		return "", err
	}
	dsn := fmt.Sprintf("postgres://guichet@127.0.0.1:%d/postgres?sslmode=disable", port)
	return dsn, waitFor(dsn)
})

func waitFor(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		err = db.PingContext(ctx)
		cancel()
		if err == nil || time.Now().After(deadline) {
			return err
		}
	}
}

// postgresBin returns the folder that holds initdb and postgres, the newest version first, or "".
func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	sort.Strings(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(p), "postgres")); err == nil {
			return filepath.Dir(p)
		}
	}
	return ""
}

// unprivileged returns whom the server runs as: PostgreSQL refuses root, so root becomes "nobody" and gives it the folder.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
