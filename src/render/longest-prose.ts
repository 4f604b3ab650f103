/**
 * Characters of one text in a terminal or a comment. A whole book in one message would bury the rest; nothing that Lockstep writes itself
 * comes near.
 */
export const longestProse = 1200;
