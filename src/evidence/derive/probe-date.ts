/** A clock for templates that print the date: fixed, so that a report or a lock does not depend on the day it is made. */
export const PROBE_DATE = new Date(Date.UTC(2024, 6, 26));
