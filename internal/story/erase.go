package story

import "time"

// TakeBack carries out a withdrawal that is known to have happened, without asking whether it may, and reports whether
// readers will see a difference.
func (x *Story) TakeBack(now time.Time) (public bool) { return x.move(Withdraw, Withdrawn, now) }

// Erase is TakeBack for a person who wants nothing kept: the address of the page goes too, because an editor made it of the
// story's words.
func (x *Story) Erase(now time.Time) (public bool) {
	public = x.TakeBack(now)
	x.Slug = ""
	return public
}
