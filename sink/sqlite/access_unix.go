//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// writable tells whether the system would let this process write to a file, or
// make files in a folder. It opens nothing: closing a handle on a database
// drops the locks that SQLite has on it.
func writable(name string) bool {
	const write = 2 // W_OK
	return syscall.Access(name, write) == nil
}

// linked tells whether a file has more than one name.
func linked(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink > 1
}
