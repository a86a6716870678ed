import { migrate } from '../store/migrate.ts';
import { checkReachable, openStore } from '../store/open.ts';
import type { Command } from './command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  synopsis: '',
  summary: {
    en: 'Bring the database to the version of this program (every start does so by itself).',
    zh: '将数据库升级到当前程序版本（每次启动都会自动执行）。',
  },
  options: {},
  words: 0,
  async run({ config, answer }) {
    const store = openStore(config);
    try {
      await checkReachable(store);
      const { from, to } = await migrate(store);
      answer(
        { from, to },
        {
          en: [
            from === to
              ? `The database is at version ${to} already.`
              : `The database went from version ${from} to ${to}.`,
          ],
          zh: [from === to ? `数据库已是版本 ${to}。` : `数据库已从版本 ${from} 升级到 ${to}。`],
        },
      );
      return 0;
    } finally {
      await store.close();
    }
  },
};
