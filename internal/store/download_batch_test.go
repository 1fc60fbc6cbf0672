package store

import (
	"reflect"
	"testing"
	"time"
)

func FuzzDecodeBatch(f *testing.F) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 5e6, time.UTC)
	f.Add(encodeBatch(nil))
	f.Add(encodeBatch([]downloadEvent{{target: 1, agent: 2, at: at, head: true, status: 206, sent: 1 << 40, listener: 1 << 63, before: 3, ranges: "bytes=0-1", country: "BE"},
		{at: at.Add(-time.Hour)}}))
	f.Add([]byte{batchFormat, 0x80})
	f.Fuzz(func(t *testing.T, body []byte) {
		var events []downloadEvent
		err := decodeBatch(body, func(e downloadEvent) error { events = append(events, e); return nil })
		if err != nil {
			return
		}
		var again []downloadEvent
		if err := decodeBatch(encodeBatch(events), func(e downloadEvent) error { again = append(again, e); return nil }); err != nil || !reflect.DeepEqual(events, again) {
			t.Fatalf("%+v came back as %+v, %v", events, again, err)
		}
	})
}

func TestADamagedBatchIsAnError(t *testing.T) {
	whole := encodeBatch([]downloadEvent{{target: 1, agent: 2, at: time.Unix(1e9, 0), status: 200, sent: 300, listener: 1, before: 2, ranges: "bytes=0-", country: "BE"}})
	for n := range len(whole) - 1 {
		if n == 1 {
			continue // a batch of no events
		}
		if err := decodeBatch(whole[:n], func(downloadEvent) error { return nil }); err != errBatch {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(whole), err)
		}
	}
}
