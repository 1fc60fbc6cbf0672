package content

import (
	"cmp"

	"insider/internal/content/parse"
	"insider/internal/show"
)

// podcasting returns what a record tells podcast apps, its pictures with their addresses.
func (b *builder) podcasting(r *parse.Record, f parse.PodcastingFront) show.Podcasting {
	p := f.Podcasting
	for _, x := range f.Images {
		a := x.Artwork
		a.Image = b.image(r, x.Name)
		p.Images = append(p.Images, a)
	}
	return p
}

// image returns the picture with the name. One of the show has the hash of its bytes in its address, for there is nothing
// else that changes when it does.
func (b *builder) image(r *parse.Record, name string) *show.Image {
	image := imageOf(r, name)
	if image != nil && r.Kind == show.Media {
		image.Path = show.MediaPath(show.Media, image.File.Hash[:12], image.File.Name)
	}
	return image
}

// credits returns who has a part, without people that are not shown. A role that is not written is the person's own.
func (b *builder) credits(list []parse.CreditFront) []show.Credit {
	var out []show.Credit
	for _, c := range list {
		if p := b.people[c.Person]; p != nil {
			out = append(out, show.Credit{Person: p, Role: cmp.Or(c.Role, p.Role), Group: c.Group})
		}
	}
	return out
}

// channel sets what only a show tells.
func (b *builder) channel(s *show.Show, f parse.ChannelFront) {
	s.Author, s.Medium, s.Block, s.Complete, s.Podroll, s.Spotify = f.Author, f.Medium, f.Block, f.Complete, f.Podroll, f.Spotify
	s.Hubs, s.Moved, s.Aliases, s.FeedLimit, s.Crew = f.Hubs, f.Moved, f.Aliases, f.FeedLimit, b.credits(f.Crew)
	if x := f.Frequency; x != nil {
		s.Frequency = &show.Frequency{Text: x.Text, Rule: x.Rule, Start: x.Start.In(b.with.zone)}
	}
}

func (b *builder) alternates(r *parse.Record, list []parse.AlternateFront) []show.Alternate {
	var out []show.Alternate
	for _, x := range list {
		a := x.Alternate
		if file, ok := r.File(x.Name); ok {
			a.File, a.Path = file, show.MediaPath(r.Kind, r.Slug, file.Name)
		}
		out = append(out, a)
	}
	return out
}
