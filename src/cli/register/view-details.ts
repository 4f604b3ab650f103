/** What `--details` adds to a page of figures. */
export const viewDetails = 'every row of every table, and the first rows behind each figure';
