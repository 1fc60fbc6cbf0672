package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"insider/internal/content/folder"
)

// place is where bytes lie in the pack.
type place struct{ Offset, Length int64 }

// keeper keeps the bytes of texts in their last good version by fingerprint: in an append-only pack file, or in memory when
// nothing is remembered between starts. It is safe for concurrent use. A crash can only leave bytes that nobody names.
type keeper struct {
	mu     sync.Mutex
	pack   *os.File // nil: in memory
	end    int64    // of the pack and of what waits for it
	waits  []byte   // bytes to be appended
	places map[string]place
	fresh  map[string]place // not yet in the manifest
	memory map[string][]byte
}

func newMemoryKeeper() *keeper { return &keeper{memory: map[string][]byte{}} }

// openPack opens the pack file name, which is made when it does not exist. Places come from the manifest; what they name
// is verified when it is read.
func openPack(name string, places map[string]place) (*keeper, error) {
	pack, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := pack.Stat()
	if err != nil {
		return nil, errors.Join(err, pack.Close())
	}
	return &keeper{pack: pack, end: info.Size(), places: places, fresh: map[string]place{}}, nil
}

// put keeps data under its fingerprint.
func (k *keeper) put(hash string, data []byte) error {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pack == nil {
		if _, ok := k.memory[hash]; !ok {
			k.memory[hash] = append([]byte(nil), data...)
		}
		return nil
	}
	if _, ok := k.places[hash]; ok {
		return nil
	}
	k.waits = append(k.waits, data...)
	p := place{k.end, int64(len(data))}
	k.places[hash], k.fresh[hash] = p, p
	k.end += p.Length
	if len(k.waits) < keepAtOnce {
		return nil
	}
	return k.write()
}

// keepAtOnce is how many bytes wait to be written together.
const keepAtOnce = 256 << 10

// flush writes what waits.
func (k *keeper) flush() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.write()
}

func (k *keeper) write() error {
	if len(k.waits) == 0 {
		return nil
	}
	if _, err := k.pack.WriteAt(k.waits, k.end-int64(len(k.waits))); err != nil {
		return fmt.Errorf("keep content files: %w", err)
	}
	k.waits = k.waits[:0]
	return nil
}

// get returns the bytes with the fingerprint, or fs.ErrNotExist when they are not kept or damaged.
func (k *keeper) get(hash string) ([]byte, error) {
	if k == nil {
		return nil, fs.ErrNotExist
	}
	k.mu.Lock()
	_ = k.write() // what waits on is read from where it waits
	p, ok := k.places[hash]
	data, inMemory := k.memory[hash]
	if waiting := p.Offset - (k.end - int64(len(k.waits))); ok && waiting >= 0 {
		data, inMemory = bytes.Clone(k.waits[waiting:waiting+p.Length]), true
	}
	pack := k.pack
	k.mu.Unlock()
	if inMemory {
		return data, nil
	}
	if !ok || p.Length > maxKept {
		return nil, fs.ErrNotExist
	}
	data = make([]byte, p.Length)
	if _, err := pack.ReadAt(data, p.Offset); err != nil || folder.HashBytes(data) != hash {
		k.mu.Lock()
		delete(k.places, hash) // damaged: to be kept anew
		k.mu.Unlock()
		return nil, fs.ErrNotExist
	}
	return data, nil
}

// maxKept bounds a kept text: the largest transcript.
const maxKept = 8 << 20

// wasted reports whether the pack holds so much that nobody needs that it is worth writing anew.
func (k *keeper) wasted(needed map[string]bool) bool {
	used := int64(0)
	for hash, p := range k.places {
		if needed[hash] {
			used += p.Length
		}
	}
	return k.end > 2*used+4<<20
}

// copyTo copies what is needed to a new pack in folder.
func (k *keeper) copyTo(folder, name string, needed map[string]bool) (*keeper, error) {
	other, err := openPack(filepath.Join(folder, name), map[string]place{})
	if err != nil {
		return nil, err
	}
	for hash := range needed {
		data, err := k.get(hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := errors.Join(err, other.put(hash, data)); err != nil {
			return nil, errors.Join(err, other.pack.Close())
		}
	}
	return other, nil
}

// become takes over the pack of other.
func (k *keeper) become(other *keeper) {
	k.mu.Lock()
	defer k.mu.Unlock()
	_ = k.pack.Close()
	k.pack, k.end, k.waits, k.places, k.fresh = other.pack, other.end, other.waits, other.places, other.fresh
}

// takeFresh returns the places that no manifest has yet; the caller writes them.
func (k *keeper) takeFresh() map[string]place {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh := k.fresh
	k.fresh = map[string]place{}
	return fresh
}

func (k *keeper) allPlaces() map[string]place {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.places)
}
