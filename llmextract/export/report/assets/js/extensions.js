// Where the review page hooks in; the report itself leaves these empty.

/** "card" gets each meeting's card, "article" each article's view, once they are made. */
const extensions = { card: [], article: [] };
