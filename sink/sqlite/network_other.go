//go:build !linux

package sqlite

// networkOf does not know; where shared memory fails, the pragmas that are
// read back tell.
func networkOf(string) string { return "" }
