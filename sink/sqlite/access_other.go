//go:build !unix

package sqlite

import "os"

// writable leaves the answer to SQLite, where there is no way to ask before.
func writable(string) bool { return true }

// linked cannot be told here.
func linked(os.FileInfo) bool { return false }
