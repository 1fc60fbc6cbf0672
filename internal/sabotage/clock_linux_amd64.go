package sabotage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What the kernel writes for a program on its stack (getauxval(3)): pairs of a kind and a value.
const (
	auxIgnore = 1  // AT_IGNORE
	auxVDSO   = 33 // AT_SYSINFO_EHDR: where functions are that need no system call, such as the clock
)

// hideClock makes a program that just started ask the kernel for the time.
func hideClock(pid uint32) bool {
	aux, err := os.ReadFile(fmt.Sprintf("/proc/%d/auxv", pid))
	if err != nil {
		return false
	}
	memory, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer memory.Close()
	from, to := stackOf(pid)
	stack := make([]byte, to-from)
	if _, err := memory.ReadAt(stack, int64(from)); err != nil {
		return false
	}
	start := bytes.Index(stack, aux)
	for at := 0; start >= 0 && at+16 <= len(aux); at += 16 {
		if binary.LittleEndian.Uint64(aux[at:]) == auxVDSO {
			_, err := memory.WriteAt(binary.LittleEndian.AppendUint64(nil, auxIgnore), int64(from)+int64(start+at))
			return err == nil
		}
	}
	return false
}

// stackOf is where the first stack of a program lies.
func stackOf(pid uint32) (from, to uint64) {
	maps, _ := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	for line := range strings.Lines(string(maps)) {
		if strings.HasSuffix(strings.TrimSpace(line), "[stack]") {
			_, _ = fmt.Sscanf(line, "%x-%x", &from, &to)
		}
	}
	return from, to
}

// tellTime answers clock_gettime(2) with a time.
func tellTime(n *notice, t time.Time) verdict {
	told := unix.NsecToTimespec(t.UnixNano())
	local := []unix.Iovec{{Base: (*byte)(unsafe.Pointer(&told)), Len: uint64(unsafe.Sizeof(told))}}
	remote := []unix.RemoteIovec{{Base: uintptr(n.Args[1]), Len: int(unsafe.Sizeof(told))}}
	if _, err := unix.ProcessVMWritev(int(n.PID), local, remote, 0); err != nil {
		return goOn(n)
	}
	return verdict{ID: n.ID}
}
