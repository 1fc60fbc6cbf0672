package content

import (
	"encoding/binary"
	"encoding/gob"
	"errors"
	"reflect"
	"strings"
)

// wire writes or reads the values of the manifest, each field by one line for both directions, so that they cannot drift
// apart. Numbers are varints, lists begin with their length. What is read shares one string, so that a start over
// thousands of files makes few copies. Reading stops at the first thing that cannot be.
type wire struct {
	out     []byte
	in      string // what is left to read
	reading bool
	err     error
}

var errWire = errors.New("the content manifest is damaged")

func (w *wire) fail() {
	w.err, w.in = errWire, ""
}

func (w *wire) number(v *uint64) {
	if !w.reading {
		w.out = binary.AppendUvarint(w.out, *v)
		return
	}
	*v = 0
	for shift := 0; shift < 64 && len(w.in) > 0; shift += 7 {
		b := w.in[0]
		w.in = w.in[1:]
		*v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return
		}
	}
	w.fail()
}

// length moves the length of something that takes at least one byte for each of its parts.
func (w *wire) length(n int) int {
	v := uint64(n)
	w.number(&v)
	if w.reading && v > uint64(len(w.in)) {
		w.fail()
		return 0
	}
	return int(v)
}

func (w *wire) flag(v *bool) {
	n := uint64(0)
	if *v {
		n = 1
	}
	w.number(&n)
	*v = n == 1
}

// signed moves numbers of either sign.
func signed[T ~int | ~int8 | ~int64](w *wire, list ...*T) {
	for _, v := range list {
		u := uint64(int64(*v)<<1) ^ uint64(int64(*v)>>63)
		w.number(&u)
		*v = T(int64(u>>1) ^ -int64(u&1))
	}
}

// words moves texts.
func words[T ~string](w *wire, list ...*T) {
	for _, v := range list {
		n := w.length(len(*v))
		if w.reading {
			*v, w.in = T(w.in[:n]), w.in[n:]
		} else {
			w.out = append(w.out, *v...)
		}
	}
}

// many moves a list; an empty one is read as nil.
func many[T any](w *wire, list *[]T, each func(*wire, *T)) {
	n := w.length(len(*list))
	if w.reading {
		*list = nil
		if n > 0 {
			*list = make([]T, n)
		}
	}
	for i := range *list {
		if w.err == nil {
			each(w, &(*list)[i])
		}
	}
}

// maybe moves something that need not be there.
func maybe[T any](w *wire, v **T, each func(*wire, *T)) {
	there := *v != nil
	w.flag(&there)
	if !there || w.err != nil {
		*v = nil
		return
	}
	if w.reading {
		*v = new(T)
	}
	each(w, *v)
}

// blob moves a value in gob's own form, nothing when it is zero: slower, but without a line for each field.
func blob[T any](w *wire, v *T) {
	var data string
	if !w.reading && !reflect.ValueOf(v).Elem().IsZero() {
		var b strings.Builder
		w.err = gob.NewEncoder(&b).Encode(v)
		data = b.String()
	}
	words(w, &data)
	if w.reading && data != "" && gob.NewDecoder(strings.NewReader(data)).Decode(v) != nil {
		w.fail()
	}
}

// byName moves a map by text, in no order.
func byName[T any](w *wire, m *map[string]T, each func(*wire, *T)) {
	n := w.length(len(*m))
	if !w.reading {
		for key, v := range *m {
			words(w, &key)
			each(w, &v)
		}
		return
	}
	*m = make(map[string]T, n)
	for range n {
		var key string
		var v T
		words(w, &key)
		each(w, &v)
		if w.err != nil {
			return
		}
		(*m)[key] = v
	}
}
