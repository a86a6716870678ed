#!/usr/bin/env -S node --max-semi-space-size=12 --heap-growing-percent=60
// The command. Plain JavaScript for any Node: it hands over to the Node of this package where the one at hand is older.
// The flags above keep V8 from holding 100 MB of objects that nobody needs any more.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 26;
const flags = ['--max-semi-space-size=12', '--heap-growing-percent=60'];
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');

if (Number.parseInt(process.versions.node, 10) >= needed) {
  // Compiled code and stripped types are kept for the next start, which is then faster and smaller.
  module.enableCompileCache();
  // A published package carries `dist/`, as Node strips no types under node_modules; a checkout runs its sources.
  const built = join(root, 'dist', 'src', 'main.js');
  const source = join(root, 'src', 'main.ts');
  // Started by an older Node (below): when that one is killed, this one must not live on unseen.
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
  const { main } = await import(existsSync(source) ? source : built);
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = findNode(root);
  if (!node) {
    console.error(
      `litpush needs Node ${needed} or newer, this is ${process.version}. Run "npm ci" again (it brings the right one), or install Node ${needed}.\n` +
        `litpush 需要 Node ${needed} 或更高版本，当前为 ${process.version}。请重新运行 “npm ci”，或自行安装 Node ${needed}。`,
    );
    process.exit(1);
  }
  const child = spawn(node, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
}

/** The Node that npm installed beside us: in our own node_modules, or hoisted into one further up. */
function findNode(from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node', 'bin', 'node');
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return null;
  }
}
