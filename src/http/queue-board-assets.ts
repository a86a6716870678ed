import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'hono';

/** The browser's part of bull-board, as its package brings it. */
export interface BoardAssets {
  folder: string;
  /** `static/js/main.….js` and so on, in the order in which its own page loads them. */
  scripts: string[];
  styles: string[];
  send(c: Context, name: string): Promise<Response | null>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

export async function boardAssets(): Promise<BoardAssets> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@bull-board/ui/package.json')));
  const page = await readFile(join(folder, 'dist/index.ejs'), 'utf8');
  const files = await readdir(join(folder, 'dist/static'), { recursive: true });
  const names = new Set(files.map((name) => name.replaceAll('\\', '/')));
  return {
    folder,
    scripts: [...page.matchAll(/<script[^>]* src="(static\/[^"]+)"/g)].map(([, name = '']) => name),
    styles: [...page.matchAll(/<link[^>]* href="(static\/[^"]+\.css)"/g)].map(([, name = '']) => name),
    async send(c, name) {
      const type = types[extname(name)];
      if (type === undefined || !names.has(name)) return null;
      // The names of scripts and styles change with what is in them.
      const age = /\.[0-9a-f]{10}\.(js|css)$/.test(name) ? 'max-age=31536000, immutable' : 'max-age=300';
      return c.body(new Uint8Array(await readFile(join(folder, 'dist/static', name))), 200, {
        'Content-Type': type,
        'Cache-Control': `private, ${age}`,
      });
    },
  };
}
