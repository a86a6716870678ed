import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backup } from '../store/backup.ts';
import { makeFolder } from '../store/folder.ts';
import { checkReachable, openStore } from '../store/open.ts';
import type { Command } from './command.ts';

export const backupCommand: Command = {
  name: 'backup',
  synopsis: '[FILE]',
  summary: {
    en: 'Copy the SQLite database into one file while the service runs. Keep DATA_DIR/app-secret with it: it opens the stored passwords.',
    zh: '在服务运行时把 SQLite 数据库复制到一个文件。请同时保存 DATA_DIR/app-secret，它用于解密已保存的密码。',
  },
  options: {},
  words: 1,
  async run({ config, words, answer }) {
    const stamp = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
    const file = resolve(words[0] ?? join(config.dataDir, 'backups', `litpush-${stamp}.sqlite`));
    const store = openStore(config);
    try {
      await checkReachable(store);
      makeFolder(dirname(file));
      await backup(store, file);
    } finally {
      await store.close();
    }
    const { size } = statSync(file);
    answer({ file, bytes: size }, { en: [`${file} (${size} bytes)`], zh: [`${file}（${size} 字节）`] });
    return 0;
  },
};
