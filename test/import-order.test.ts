import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const src = join(root, 'src');

/** DESIGN: a file imports its own folder and folders of a lower rank only. `import type` counts. */
const ranks: Record<string, number> = {
  'main.ts': 10,
  commands: 9,
  'app.ts': 8,
  http: 7,
  worker: 7,
  preview: 6,
  admin: 6,
  health: 6,
  upkeep: 6,
  push: 5,
  accounts: 5,
  library: 5,
  subscriptions: 4,
  filters: 4,
  pubmed: 3,
  journals: 3,
  mail: 3,
  queue: 3,
  store: 2,
  contract: 1,
  'config.ts': 1,
  'errors.ts': 1,
  'log.ts': 1,
  'clock.ts': 1,
  'html.ts': 1,
  'version.ts': 1,
};

interface Import {
  file: string;
  target: string;
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
    file,
    target: target ?? '',
  }));
}

const part = (path: string): string => relative(src, path).split('/')[0] ?? '';

function problem({ file, target }: Import): string | null {
  const here = part(file);
  const where = relative(root, file);
  if (!target.startsWith('.')) {
    return here === 'contract' && target !== 'zod'
      ? `${where}: contract/ imports only zod, not ${target}`
      : null;
  }
  const path = resolve(dirname(file), target);
  const top = relative(root, path).split('/')[0];
  if (top === 'migrations' && here === 'store') return null;
  if (top === 'sandbox' && here === 'commands') return null;
  if (top !== 'src') return `${where}: imports ${target}, outside src/`;
  const there = part(path);
  if (here === there) return null;
  const [from, to] = [ranks[here], ranks[there]];
  if (from === undefined || to === undefined)
    return `${where}: ${from === undefined ? here : there} has no rank`;
  // The single files of the lowest rank are the ground that all of them stand on; only errors.ts speaks both languages.
  if (from === 1 && to === 1) return null;
  return to < from ? null : `${where}: ${here} (${from}) imports ${there} (${to})`;
}

describe('import order', () => {
  it('goes down the ranks only', () => {
    expect(files(src).flatMap(importsOf).map(problem).filter(Boolean)).toEqual([]);
  });

  it('keeps the sandbox free of the product, so that a shared bug cannot pass', () => {
    const strays = files(join(root, 'sandbox'))
      .flatMap(importsOf)
      .filter(({ file, target }) => target.startsWith('.') && resolve(dirname(file), target).startsWith(src));
    expect(strays).toEqual([]);
  });

  it('reads the environment in config.ts only, and config in app.ts and main.ts only', () => {
    const readers = files(src).filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));
    expect(readers.map((file) => relative(src, file))).toEqual(['config.ts']);
    const configured = files(src)
      .flatMap(importsOf)
      .filter(({ target }) => /\/config\.ts$/.test(target))
      .map(({ file }) => part(file));
    expect(new Set(configured).difference(new Set(['app.ts', 'main.ts', 'commands']))).toEqual(new Set());
  });

  it('would notice an import that goes up', () => {
    expect(problem({ file: join(src, 'store/x.ts'), target: '../push/run.ts' })).toContain(
      'store (2) imports push (5)',
    );
    expect(problem({ file: join(src, 'contract/x.ts'), target: 'kysely' })).toContain('only zod');
  });
});
