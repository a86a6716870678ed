import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addSearch, type Site, startSite } from '../../test/browser/site.ts';
import { updateSubscription } from '../store/subscriptions.ts';
import {
  type ManageLink,
  openManageLink,
  pauseByToken,
  stopRecipient,
} from '../subscriptions/manage-link.ts';

describe('the page to pause or stop', () => {
  let site: Site;
  let id: number;
  let owner: string;
  let colleague: string;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.stop());
  beforeEach(async () => {
    const search = await addSearch(site.database, {
      name: 'Sepsis <b>&"\'',
      recipients: ['owner@example.org', 'colleague@example.org'],
    });
    id = search.id;
    [owner = '', colleague = ''] = search.tokens;
  });

  const url = (token: string, query = '') => `${site.url}/u/${token}${query}`;
  const read = async (token: string, query = '') => (await fetch(url(token, query))).text();
  const state = (token: string): Promise<ManageLink | null> => openManageLink(site.database.store, token);
  const post = (token: string, fields: Record<string, string>, query = '') =>
    fetch(url(token, query), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  it('says whose mails these are, escaped', async () => {
    const text = await read(owner);
    expect(text).toContain('Sepsis &lt;b&gt;&amp;&quot;&#39;');
    expect(text).not.toContain('<b>&');
    expect(text).toContain('owner@example.org');
    expect(text).toContain('every day at 08:00 (Asia/Shanghai)');
    expect(text).toContain('These mails are on.');
    expect(text).toContain('<dt>Next digest</dt>');
  });

  it('changes nothing by GET and HEAD, whatever the address says', async () => {
    const before = await state(owner);
    for (const query of ['', '?act=stop', '?done=stop', '?List-Unsubscribe=One-Click']) {
      await fetch(url(owner, query));
      await fetch(url(owner, query), { method: 'HEAD' });
    }
    expect(await state(owner)).toEqual(before);
    expect(await read(owner, '?done=stop')).not.toContain('You get no more');
  });

  it('stops the mails to one address and takes it back', async () => {
    const reply = await post(owner, { act: 'stop' });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('Location')).toBe(`/u/${owner}?done=stop`);
    expect(await state(owner)).toMatchObject({ receives: false });
    expect(await state(colleague)).toMatchObject({ receives: true, status: 'active' });
    const stopped = await read(owner, '?done=stop');
    expect(stopped).toContain('You get no more of these mails');
    expect(stopped).toContain('Send me these mails again');
    expect(stopped).not.toContain('Stop these mails');
    await post(owner, { act: 'resume' });
    expect(await state(owner)).toMatchObject({ receives: true, status: 'active' });
    expect(await read(owner, '?done=resume')).toContain('The mails come again');
  });

  it('pauses for days and resumes, keeping the language', async () => {
    const reply = await post(owner, { act: 'pause', days: '7' }, '?lang=zh');
    expect(reply.headers.get('Location')).toBe(`/u/${owner}?done=pause&lang=zh`);
    expect(await state(owner)).toMatchObject({ status: 'paused' });
    const paused = await read(owner, '?done=pause&lang=zh');
    expect(paused).toContain('已暂停至');
    expect(paused).toContain('立即恢复');
    expect(paused).toContain(`action="/u/${owner}?lang=zh"`);
    await post(owner, { act: 'resume' });
    expect(await state(owner)).toMatchObject({ status: 'active' });
  });

  it('pauses until a day in the zone of the schedule', async () => {
    const day = Temporal.Now.plainDateISO('Asia/Shanghai').add({ days: 40 });
    expect((await post(owner, { act: 'pause', day: day.toString() })).status).toBe(303);
    const until = day.toZonedDateTime('Asia/Shanghai').epochMilliseconds;
    expect(await state(owner)).toMatchObject({ status: 'paused', pausedUntil: until });
  });

  it.each([
    { day: '' },
    { day: '2026-02-30' },
    { day: '2020-01-01' },
    { day: '2999-01-01' },
    { day: '<script>' },
    { days: '0' },
    { days: 'seven' },
    { days: '1e9' },
  ])('refuses to pause by %o, says why and changes nothing', async (fields) => {
    const before = await state(owner);
    const reply = await post(owner, { act: 'pause', ...fields });
    expect(reply.status).toBe(400);
    const text = await reply.text();
    expect(text).toContain('role="alert"');
    expect(text).not.toContain('<script');
    expect(await state(owner)).toEqual(before);
  });

  it('does not let one of several pause for the others', async () => {
    expect(await read(colleague)).toContain('only the person who set it up can pause it');
    expect(await read(colleague)).not.toContain('name="days"');
    await post(colleague, { act: 'pause', days: '7' });
    expect(await state(owner)).toMatchObject({ status: 'active' });
    expect(await read(colleague, '?done=pause')).not.toContain('The mails are paused');
  });

  it('says that a search is still paused when an address comes back to it', async () => {
    await stopRecipient(site.database.store, colleague);
    await pauseByToken(site.database.store, owner, 7);
    await post(colleague, { act: 'resume' });
    expect(await read(colleague, '?done=resume')).toContain('the search itself is paused');
  });

  it('has no button where the search was ended', async () => {
    await updateSubscription(site.database.store, id, { status: 'stopped', next_slot: null });
    const text = await read(owner);
    expect(text).toContain('This search was ended');
    expect(text).not.toContain('<button');
  });

  it.each(['urlencoded', 'multipart'])(
    'stops by one click of a mail program (RFC 8058), %s',
    async (kind) => {
      const body = kind === 'multipart' ? new FormData() : new URLSearchParams();
      body.append('List-Unsubscribe', 'One-Click');
      const reply = await fetch(url(owner), { method: 'POST', body, redirect: 'manual' });
      expect(reply.status).toBe(200);
      expect(await state(owner)).toMatchObject({ receives: false });
      expect(await state(colleague)).toMatchObject({ receives: true });
      // Some mail programs send it twice.
      expect((await fetch(url(owner), { method: 'POST', body })).status).toBe(200);
    },
  );

  it.each<[string, RequestInit]>([
    ['nothing', {}],
    ['an unknown act', { body: new URLSearchParams({ act: 'toString' }) }],
    ['JSON', { body: '{"act":"stop"}', headers: { 'Content-Type': 'application/json' } }],
    ['a file', { body: fileForm() }],
    ['a broken multipart', { body: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=y' } }],
  ])('does nothing by a POST of %s', async (_, init) => {
    const before = await state(owner);
    const reply = await fetch(url(owner), { method: 'POST', redirect: 'manual', ...init });
    expect(reply.status).toBe(400);
    expect(await state(owner)).toEqual(before);
  });

  it.each(['made-up', '%00', 'x'.repeat(500), '%F0%9F%92%A9', "'OR'1'='1"])(
    'says what to do where the link is unknown: %.20s',
    async (token) => {
      for (const init of [{}, { method: 'POST', body: new URLSearchParams({ act: 'stop' }) }]) {
        const reply = await fetch(url(token), init);
        expect(reply.status).toBe(404);
        expect(await reply.text()).toContain('Take the link from the newest mail');
      }
      const chinese = await fetch(url(token), { headers: { 'Accept-Language': 'zh' } });
      expect(await chinese.text()).toContain('请使用最新一封邮件中的链接');
    },
  );

  it('speaks the language of the mail unless the reader chose the other', async () => {
    const { tokens } = await addSearch(site.database, { locale: 'zh', recipients: ['reader@example.org'] });
    expect(await read(tokens[0] ?? '')).toContain('<html lang="zh-CN">');
    expect(await read(tokens[0] ?? '', '?lang=en')).toContain('<html lang="en">');
  });
});

function fileForm(): FormData {
  const form = new FormData();
  form.append('act', new File(['stop'], 'act.txt'));
  return form;
}
