const view = new DataView(new ArrayBuffer(8));

/** The next greater double, as Python's `math.nextafter(value, inf)`, for finite values of at least 0. */
export function nextUp(value: number): number {
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return view.getFloat64(0);
}
