import type { FillProgress } from '../journals/import-edition.ts';
import type { Context } from './command.ts';

const phases = {
  reading: { en: 'read', zh: '已读取' },
  saving: { en: 'saved', zh: '已保存' },
} as const;
/** Smaller tables are done before anybody wonders. */
const worthSaying = 5000;

/** Says on standard error how far an import is: a line every tenth of the way. */
export function importProgress(context: Context): (progress: FillProgress) => void {
  let said = '';
  return ({ phase, done, total }) => {
    if (total < worthSaying) return;
    const now = `${phase} ${Math.floor((done / total) * 10)}`;
    if (now === said) return;
    said = now;
    const { en, zh } = phases[phase];
    context.remark({ en: `${done} of ${total} rows ${en}`, zh: `${zh} ${done}/${total} 行` });
  };
}
