/** A count with commas between thousands, the same on every machine (toLocaleString depends on the locale). */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
