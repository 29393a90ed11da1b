//go:build !linux || arm

package sink

import "os"

// forward leaves it to the system when to write.
func forward(*os.File, int64, int64) {}
