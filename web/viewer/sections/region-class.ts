/** The class that colours a region. One of a later version gets no colour of its own rather than a class name made from data. */
export function regionClass(region: string): string {
  return /^[a-z-]{1,20}$/.test(region) ? `region-${region}` : 'region-other';
}
