-- +goose Up

-- What the hosts answer to a story, as it was written and as it is shown. It goes with the story.
ALTER TABLE stories ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN answer_html TEXT NOT NULL DEFAULT '';
