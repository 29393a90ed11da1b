//go:build !arm

package sink

import (
	"os"
	"syscall"
)

// forward has the system begin to write a part of a file to the disk, and does not
// wait until that is done. Whether it went well shows when the file is made durable.
func forward(f *os.File, from, size int64) {
	const write = 2 // SYNC_FILE_RANGE_WRITE in linux/fs.h
	_ = syscall.SyncFileRange(int(f.Fd()), from, size, write)
}
