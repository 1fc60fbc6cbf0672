package main

import (
	"path/filepath"
	"strconv"
	"time"
)

// resting measures the show that ships as a stranger first meets it: with an empty data folder, and then started again. No
// budget is set for it.
func (b *bench) resting() error {
	var first, second, wall, small []float64
	for i := range starts {
		data := filepath.Join(b.dir, "resting-"+strconv.Itoa(i))
		begun := time.Now()
		used, err := b.firstPage("content", data, func(p *process) error {
			wall = append(wall, milliseconds(time.Since(begun)))
			return nil
		})
		if err != nil {
			return err
		}
		first = append(first, used)
		if used, err = b.firstPage("content", data, func(p *process) error {
			mib, err := p.resident()
			small = append(small, mib)
			return err
		}); err != nil {
			return err
		}
		second = append(second, used)
	}
	b.table.add(row{what: "starter show, first start to first page, ms", ours: format(wall, "%.0f")})
	b.table.add(row{what: "starter show, first start to first page, ms CPU", ours: format(first, "%.0f")})
	b.table.add(row{what: "starter show, later start to first page, ms CPU", ours: format(second, "%.0f")})
	b.table.add(row{what: "starter show, resident at the first page, MiB", ours: format(small, "%.0f")})
	return nil
}
