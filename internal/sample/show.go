package sample

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// people are the hosts, in pen order, and then guests and authors.
var people = []struct{ slug, name, role string }{
	{"ada", "Ada", "host"}, {"ben", "Ben", "host"}, {"aiko", "青葉 あいこ", "process engineer"}, {"lukasz", "Łukasz", "network engineer"},
	{"nadia", "نادية", "plant manager"}, {"zoe", "Zoë", "data engineer"}, {"ioana", "Ioana Ț.", "operator"},
	{"oyvind", "Øyvind", "automation engineer"}, {"dana", "דנה", "maintenance lead"}, {"marta", "Marta", "architect"},
}

const guests = 2 // index of the first who is no host

// frame writes what every show has: show.yaml, cover, people and pages.
func (g *generator) frame() error {
	cover, err := picture(1400, 1400)
	if err != nil {
		return err
	}
	failures := []error{
		g.write("show.yaml", fmt.Appendf(nil, showFile, g.Seed, g.uuid("show", 0))),
		g.write("cover.png", cover),
		g.write("pages/about.md", []byte("---\ntitle: About\nmenu: About\n---\n\nThis show was generated. Nothing in it is real.\n")),
		g.write("pages/privacy.md", []byte("---\ntitle: Privacy\n---\n\nThis show was generated and keeps nothing about anybody.\n")),
	}
	for i, p := range people {
		text := fmt.Sprintf("---\nname: %s\nrole: %s\n---\n\n%s\n", p.name, p.role, paragraph(g.random("people", i), 3))
		failures = append(failures, g.write("people/"+p.slug+".md", []byte(text)))
	}
	return errors.Join(failures...)
}

const showFile = `title: Generated Show %d
tagline: Nothing in it is real
description: A show made by a program, for tests and benches.
language: en
zone: UTC
guid: %s
type: episodic
explicit: false
owner: {name: Generated Show, email: show@example.com, public: false}
contact: show@example.com
categories: [Technology]
copyright: Nobody
cover: cover.png
hosts: [ada, ben]
`

// picture draws squares of two colours: small as a file, and a true picture of its size.
func picture(width, height int) ([]byte, error) {
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{23, 33, 30, 255}, color.RGBA{102, 201, 211, 255}})
	for y := range height {
		for x := range width {
			if (x/100+y/100)%2 == 0 {
				img.Pix[y*img.Stride+x] = 1
			}
		}
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return b.Bytes(), nil
}

// uuid is a version 4 UUID from the seed.
func (g *generator) uuid(kind string, i int) string {
	r := g.random("guid of "+kind, i)
	high, low := r.Uint64(), r.Uint64()
	high = high&^0xF000 | 0x4000
	low = low&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xFFFF, high&0xFFFF, low>>48, low&(1<<48-1))
}

// quoted is a YAML text in double quotes.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
