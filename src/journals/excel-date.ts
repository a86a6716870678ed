const day = 86_400_000;

/**
 * The day that a spreadsheet keeps as this number, `2025-01-31`.
 *
 * @returns null for a time without a day, or a number that is none of the years 1900 to 2199. Days before March 1900, which
 * Excel counts wrongly, are one off.
 */
export function isoOfSerial(serial: number, from1904 = false): string | null {
  const days = Math.floor(serial) + (from1904 ? 1462 : 0);
  if (days < 1 || days > 109_574) return null;
  return new Date(Date.UTC(1899, 11, 30) + days * day).toISOString().slice(0, 10);
}
