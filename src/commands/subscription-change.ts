import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { parseSchedule, Schedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import { findSubscription, type Subscription } from '../store/subscriptions.ts';
import { changeSubscription, type SubscriptionChange } from '../subscriptions/change.ts';
import { describeSchedule, parseScheduleText } from '../subscriptions/schedule-text.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { filtersInWords } from './filter-words.ts';
import { subscriptionLimits } from './limits.ts';
import { subscriptionId } from './subscription-id.ts';
import {
  type CheckedQuery,
  checkWithPubmed,
  factsOfQuery,
  linesOfQuery,
  saidOfSubscription,
  subscriptionHelp,
  subscriptionOptions,
} from './subscription-options.ts';

const name = 'subscription change';
const synopsis = 'ID [--name N] [--query Q] [--at "daily 08:00"] [--preset P | --filters FILE] [--max N] …';

export const subscriptionChange: Command = {
  name,
  synopsis,
  summary: {
    en: 'Change a subscription. What is left out stays as it is, and no paper is given twice.',
    zh: '修改订阅；未提及的设置保持不变，已推送的文献不会重复推送。',
  },
  help: [
    ...subscriptionHelp,
    {
      option: '--only-new',
      text: { en: 'send no note when there is nothing new', zh: '没有新文献时不发送通知' },
    },
  ],
  options: { ...subscriptionOptions, 'only-new': { type: 'boolean' } },
  words: 1,
  async run(context) {
    const id = subscriptionId(context);
    const said = saidOfSubscription(context, name);
    if (context.flag('nothing-new') && context.flag('only-new'))
      throw wrongOption(name, '--nothing-new, --only-new', synopsis);
    return withApp(context.config, async ({ store, eutils }) => {
      const before = await findSubscription(store, id);
      if (!before) throw new Refusal('subscription-unknown', { id });
      const schedule = scheduleOption(context, parseSchedule(before.schedule));
      const change: SubscriptionChange = {
        ...said,
        ...(schedule && { schedule }),
        ...(context.flag('only-new') && { sendNothingNew: false }),
      };
      const changed = Object.keys(change);
      if (changed.length === 0) throw wrongOption(name, 'ID', synopsis);
      const { query } = change;
      const days = change.firstWindowDays ?? before.first_window_days;
      const checked = query === undefined ? null : await checkWithPubmed(context, eutils, { query, days });
      await changeSubscription(
        store,
        id,
        // What was agreed to before holds as long as nobody has asked PubMed anew.
        { ...change, ...(checked?.reading && { accepted: checked.accepted }) },
        { limits: subscriptionLimits },
      );
      const after = await findSubscription(store, id);
      if (!after) throw new Refusal('subscription-unknown', { id });
      const facts = {
        id,
        changed,
        nextSlot: after.next_slot,
        beginsAnew: after.query_revision !== before.query_revision,
        ...(checked && factsOfQuery(checked)),
      };
      context.answer(facts, {
        en: lines('en', { before, after, change, checked }),
        zh: lines('zh', { before, after, change, checked }),
      });
      return 0;
    });
  },
};

/** A time of day alone keeps the zone, a zone alone the time of day. */
function scheduleOption(context: Context, schedule: Schedule): Schedule | null {
  const at = context.text('at');
  const timeZone = context.text('zone') ?? schedule.timeZone;
  if (at !== undefined) return parseScheduleText(at, timeZone);
  if (timeZone === schedule.timeZone) return null;
  const moved = Schedule.safeParse({ ...schedule, timeZone });
  if (!moved.success) throw new Refusal('time-zone-unknown', { timeZone });
  return moved.data;
}

const words = {
  changed: { en: (id: number) => `Subscription ${id} is changed.`, zh: (id: number) => `已修改订阅 ${id}。` },
  anew: {
    en: 'The query is another one, so the next run is a first run: it gives the newest papers of the first window, and the rest counts as seen.',
    zh: '检索式已更改，因此下次推送按首次推送处理：推送首次检索范围内最新的文献，其余视为已读。',
  },
  setAside: {
    en: 'The filters hold from the next run on. A paper that was set aside before is judged again only while PubMed still works on its record.',
    zh: '新的过滤条件从下次推送起生效。此前已排除的文献，只有在 PubMed 尚未完成其记录时才会重新判断。',
  },
};

function lines(
  locale: Locale,
  done: {
    before: Subscription;
    after: Subscription;
    change: SubscriptionChange;
    checked: CheckedQuery | null;
  },
): string[] {
  const { before, after, change, checked } = done;
  return [
    words.changed[locale](after.id),
    ...(change.schedule ? [describeSchedule(change.schedule, locale)] : []),
    ...(change.filters ? [filtersInWords(change.filters, locale), words.setAside[locale]] : []),
    ...(after.query_revision === before.query_revision ? [] : [words.anew[locale]]),
    ...(checked ? linesOfQuery(checked, locale) : []),
  ];
}
