/** Ids listed per figure or cell: enough to look at, few enough that memory stays flat however many rows there are. */
export const MOST_IDS = 50;
