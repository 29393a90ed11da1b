package sqlite

import "syscall"

// networks are the network file systems by the number that statfs(2) lists for
// them. Those in user space (FUSE) have one number for local and remote ones
// alike, and are let pass.
var networks = map[uint32]string{
	0x6969:     "NFS",
	0xff534d42: "CIFS",
	0x517b:     "SMB",
	0xfe534d42: "SMB2",
	0x5346414f: "AFS",
	0x73757245: "Coda",
	0x564c:     "NCP",
}

// networkOf names the network file system that a folder is on, "" for none.
func networkOf(folder string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(folder, &st) != nil {
		return ""
	}
	return networks[uint32(st.Type)]
}
