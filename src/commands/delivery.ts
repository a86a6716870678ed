import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { deliver } from '../mail/deliver.ts';
import { markSent } from '../store/deliveries.ts';
import type { DeliveryState } from '../store/schema.ts';
import { listUnsettledDeliveries, offerAgain } from '../store/unsettled-deliveries.ts';
import type { Command, Context } from './command.ts';

type Row = Awaited<ReturnType<typeof listUnsettledDeliveries>>[number];

const states: Record<Exclude<DeliveryState, 'sent'>, Record<Locale, string>> = {
  pending: { en: 'waits', zh: '等待发送' },
  sending: { en: 'is being sent', zh: '正在发送' },
  uncertain: { en: 'UNCERTAIN: it may or may not have arrived', zh: '不确定：可能已送达，也可能未送达' },
  failed: { en: 'refused', zh: '被拒收' },
};

export const deliveryList: Command = {
  name: 'delivery list',
  synopsis: '',
  summary: {
    en: 'Show the messages that have not been accepted by a mail server yet, and why.',
    zh: '列出尚未被邮件服务器接收的邮件及原因。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, async ({ store }) => {
      const rows = await listUnsettledDeliveries(store);
      const line = (row: Row, locale: Locale) =>
        [
          row.id,
          row.name,
          `<${row.address}>`,
          new Date(row.created_at).toISOString().slice(0, 16),
          row.state === 'sent' ? '' : states[row.state][locale],
          row.response ?? '',
        ].join('  ');
      const none = { en: 'Every message has been accepted.', zh: '所有邮件均已被接收。' };
      const lines = (locale: Locale) =>
        rows.length > 0 ? rows.map((row) => line(row, locale)) : [none[locale]];
      context.answer(rows, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

const idOf = (context: Context): number => {
  const [word = ''] = context.words;
  if (!/^\d{1,9}$/.test(word)) throw new Refusal('delivery-unknown', { id: word });
  return Number(word);
};

export const deliveryAgain: Command = {
  name: 'delivery again',
  synopsis: 'ID',
  summary: {
    en: 'Offer an uncertain or refused message once more now, under its old Message-ID.',
    zh: '立即重新投递不确定或被拒收的邮件（Message-ID 不变）。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = idOf(context);
    return withApp(context.config, async ({ store, deliver: deps }) => {
      if (!(await offerAgain(store, id))) throw new Refusal('delivery-unknown', { id });
      const result = await deliver(deps, id);
      const words = {
        sent: { en: 'accepted', zh: '已被接收' },
        later: { en: 'not accepted yet; it will be tried again', zh: '尚未接收，稍后重试' },
        uncertain: { en: 'uncertain again', zh: '仍不确定' },
        failed: { en: 'refused', zh: '被拒收' },
        none: { en: 'waits behind an older message', zh: '排在更早的邮件之后' },
      }[result];
      context.answer({ id, result }, { en: [words.en], zh: [words.zh] });
      return result === 'sent' ? 0 : 1;
    });
  },
};

export const deliverySettle: Command = {
  name: 'delivery settle',
  synopsis: 'ID',
  summary: {
    en: 'Say that an uncertain message did arrive: it is not offered again.',
    zh: '确认不确定的邮件已送达，不再投递。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = idOf(context);
    return withApp(context.config, async ({ store }) => {
      const waits = (await listUnsettledDeliveries(store)).some(
        (row) => row.id === id && row.state === 'uncertain',
      );
      if (!waits) throw new Refusal('delivery-unknown', { id });
      await markSent(store, { id, response: 'a person said that it arrived' });
      context.answer(
        { id, settled: true },
        { en: [`Message ${id} is settled.`], zh: [`邮件 ${id} 已确认送达。`] },
      );
      return 0;
    });
  },
};
