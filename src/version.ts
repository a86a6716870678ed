import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of this package. The compiled tree lies one folder deeper than the sources. */
export function readVersion(): string {
  const candidates = ['..', '../..'].map((up) => join(import.meta.dirname, up, 'package.json'));
  const file = candidates.find((path) => existsSync(path));
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '?';
}
