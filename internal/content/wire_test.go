package content

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// fill sets every exported field below v to something else than its zero value.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Int, reflect.Int8, reflect.Int64:
		v.SetInt(int64(*n%100) - 50)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			key, x := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, n)
			fill(x, n)
			v.SetMapIndex(key, x)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n), 5).UTC()))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	default:
		panic("no value for " + v.Type().String())
	}
}

// TestManifestKeepsEveryField writes and reads a change in which every field is set.
func TestManifestKeepsEveryField(t *testing.T) {
	var c, got change
	n := 0
	fill(reflect.ValueOf(&c).Elem(), &n)
	data, err := encodeBatch(c)
	if err != nil {
		t.Fatal(err)
	}
	if rest, err := nextBatch(data, &got); err != nil || len(rest) > 0 {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c, got) {
		t.Errorf("written %+v\nread %+v", c, got)
	}
	if n < 200 {
		t.Errorf("only %d values were set", n)
	}
}

func FuzzWire(f *testing.F) {
	var c change
	n := 0
	fill(reflect.ValueOf(&c).Elem(), &n)
	w := &wire{}
	wireChange(w, &c)
	f.Add(string(w.out))
	f.Add("")
	f.Fuzz(func(t *testing.T, data string) {
		w := &wire{in: data, reading: true}
		var c change
		wireChange(w, &c) // neither panics nor takes more memory than the data
	})
}
