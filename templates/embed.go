// Package templates carries the HTML and mail templates.
//
// It owns no behaviour: web parses one set per page from layout.html, parts and the page, the desk's from
// desk/layout.html; mail composes from mail.
package templates

import "embed"

// FS holds layout.html, parts, site and what other rooms add at its root.
//
//go:embed *.html */*
var FS embed.FS
