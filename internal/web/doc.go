// Package web is the HTTP kernel: one server, one adapter for handlers, one policy of headers for each class of route, the
// page cache, strict forms, rendering, assets, health and metrics. It is the only package that knows gin.
//
// It does not know what a page says: site and desk mount their handlers here. It never opens a database.
package web
