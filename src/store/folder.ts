import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../errors.ts';

/**
 * Makes a folder and those above it, for nobody else's eyes: it will hold addresses and tokens that open pages.
 *
 * Step by step, as `recursive: true` never returns where a file system answers "no such folder" for ever (`/proc/x`).
 *
 * @throws {Refusal} `folder-wrong`.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (existsSync(folder)) return;
    throw new Refusal('folder-wrong', { folder, reason: error instanceof Error ? error.message : '' });
  }
}
