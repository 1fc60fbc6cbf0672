package app

import (
	"net/url"
	"time"

	"insider/internal/config"
	"insider/internal/fault"
	"insider/internal/sample"
	"insider/internal/scaffold"
)

// Init writes a show of one's own into dir and returns what it wrote. address is the public address the show will have,
// "" while that is not known.
func Init(dir, address string) ([]string, error) {
	base, err := showAddress(address)
	if err != nil {
		return nil, err
	}
	return scaffold.Init(dir, base, time.Now())
}

func showAddress(address string) (*url.URL, error) {
	if address == "" {
		return nil, nil
	}
	c, err := config.Load(map[string]string{"base-url": address}, nil)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "--url %q is no public address; write e.g. https://podcast.example.com", address)
	}
	if c.Local() {
		return nil, fault.New(fault.Invalid, "--url %q is this machine: the podcast's guid would be everybody's. Leave --url out until the show has its address.", address)
	}
	return c.BaseURL, nil
}

// NewItem writes a file for a new item into the content folder and returns what it wrote.
func NewItem(c *config.Config, kind, title, audio string) ([]string, error) {
	return scaffold.New(c.Content, scaffold.Item{Kind: kind, Title: title, Audio: audio}, time.Now())
}

// Generate writes a large valid show.
func Generate(dir string, episodes, articles int, seed uint64) error {
	return sample.Generate(dir, sample.Options{Episodes: episodes, Articles: articles, Seed: seed})
}
