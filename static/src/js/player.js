// Pages with a player. The order counts: the deck stands before what asks for it, and links to a second of an episode are
// taken before links to pages.
import "./player/deck.js";
import "./player/memory.js";
import "./player/session.js";
import "./player/keys.js";
import "./player/chapters.js";
import "./player/follow.js";
import "./player/bar.js";
import "./player/travel.js";
