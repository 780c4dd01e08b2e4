// Command guichet is the desk that answers public agents about free software; guichet --help lists its commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"guichet/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := app.Run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(status)
}
