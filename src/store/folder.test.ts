import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from './folder.ts';

it('makes a folder and those above it for this user alone, as often as it is asked', () => {
  const base = mkdtempSync(join(tmpdir(), 'litpush-folder-'));
  const folder = join(base, 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(base, 'a')).mode & 0o777).toBe(0o700);
  rmSync(base, { recursive: true });
});

it.skipIf(process.platform !== 'linux')('refuses what cannot be made, and returns', () => {
  expect(() => makeFolder('/proc/litpush/data')).toThrow(/\/proc\/litpush/);
});
