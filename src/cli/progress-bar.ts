const COLUMNS = 16;

/** `[#####-----------]  33 %` */
export function progressBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * COLUMNS);
  return `[${'#'.repeat(filled)}${'-'.repeat(COLUMNS - filled)}] ${String(Math.round(share * 100)).padStart(3)} %`;
}
