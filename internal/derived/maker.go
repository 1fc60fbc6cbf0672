package derived

import "context"

// maker makes files one at a time, for a picture takes much memory and time. It holds a token while it does.
type maker chan struct{}

func newMaker() maker { return make(maker, 1) }

// open returns the file that get finds; else what produce makes, as keep gives it back. Whoever waits for a file that
// another is making gets that one; who leaves waits no longer.
func (m maker) open(ctx context.Context, get func() (File, bool), produce func() ([]byte, error), keep func([]byte) (File, error)) (File, error) {
	if f, ok := get(); ok {
		return f, nil
	}
	select {
	case m <- struct{}{}:
		defer func() { <-m }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f, ok := get(); ok {
		return f, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := produce()
	if err != nil {
		return nil, err
	}
	return keep(data)
}
