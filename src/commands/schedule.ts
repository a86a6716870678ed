import { scheduleAll } from '../admin/schedule-all.ts';
import { withApp } from '../app.ts';
import { type Command, wrongOption } from './command.ts';

export const scheduleCommand: Command = {
  name: 'schedule',
  synopsis: '--all',
  summary: {
    en: 'Compute anew when each active subscription is due next. What is due already is left as it is.',
    zh: '重新计算全部有效订阅的下次推送时间；已到时间的不变。',
  },
  options: { all: { type: 'boolean' } },
  words: 0,
  async run(context) {
    if (!context.flag('all')) throw wrongOption('schedule', 'schedule', '--all');
    const done = await withApp(context.config, ({ store }) => scheduleAll(store));
    const { subscriptions, changed, unreadable } = done;
    context.answer(done, {
      en: [
        `Looked at: ${subscriptions}. Changed: ${changed}.`,
        ...(unreadable > 0 ? [`Their schedule cannot be read: ${unreadable}.`] : []),
      ],
      zh: [
        `共 ${subscriptions} 个有效订阅，更改 ${changed} 个。`,
        ...(unreadable > 0 ? [`${unreadable} 个的推送时间无法识别。`] : []),
      ],
    });
    return 0;
  },
};
