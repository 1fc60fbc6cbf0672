package app

import (
	"errors"
	"syscall"
	"time"

	"insider/internal/archive"
	"insider/internal/doctor"
)

// lookForRoom is how often it is looked whether there is the room that a backup lacked.
const lookForRoom = 2 * time.Second

// lacks returns with how many free bytes another try is worth while after an error: as many as the newest copy has, and in any case more
// than there are now.
func lacks(folder archive.Folder, err error) int64 {
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return 0
	}
	space, err := doctor.SpaceOf(folder.Dir)
	if err != nil {
		return 0
	}
	need := int64(space.Free) + max(int64(space.Free)/10, 1<<20)
	if copies, err := folder.RegularCopies(); err == nil && len(copies) > 0 {
		need = max(need, copies[0].Bytes)
	}
	return need
}

// hasRoom reports whether there is again what the last try lacked.
func (k *backupKeeper) hasRoom(folder archive.Folder) bool {
	if k.lacks == 0 {
		return false
	}
	space, err := doctor.SpaceOf(folder.Dir)
	return err == nil && int64(space.Free) >= k.lacks
}
