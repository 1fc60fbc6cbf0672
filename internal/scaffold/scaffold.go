// Package scaffold writes the first files of a show and the first version of an item.
//
// It owns what a fresh file looks like. It does not read or check content: that is package content's, and everything
// written here passes its check.
package scaffold
