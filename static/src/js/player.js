// Pages with a player. The deck stands before what asks for it.
import "./player/deck.js";
import "./player/memory.js";
import "./player/keys.js";
import "./player/chapters.js";
import "./player/bar.js";
