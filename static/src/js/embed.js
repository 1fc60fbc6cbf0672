// The player in a frame of another site: no keys, which are that site's, and no memory of what was heard.
import "./player/deck.js";
import "./player/session.js";
