"""Reads podcast feeds with feedparser and prints what it found, as JSON: one entry for each file named on the command line."""

import calendar
import json
import sys

import feedparser


def judge(name):
    with open(name, "rb") as file:
        feed = feedparser.parse(file.read())
    found = {"title": feed.feed.get("title", ""), "items": []}
    if feed.bozo:
        found["error"] = str(feed.bozo_exception)
    for entry in feed.entries:
        enclosure = entry.enclosures[0]
        found["items"].append({
            "guid": entry.id,
            "url": enclosure.href,
            "bytes": int(enclosure.length),
            "type": enclosure.type,
            "date": calendar.timegm(entry.published_parsed),
        })
    return {"feedparser": found}


json.dump([judge(name) for name in sys.argv[1:]], sys.stdout)
