import { describe, expect, it } from 'vitest';
import { noNumbers, recordJournal } from '../../test/editions.ts';
import { journalOfRecord, readNlmId } from './identity.ts';
import { keysOf } from './keys.ts';

describe('the keys of a journal', () => {
  it('are each ISSN once, the NLM id and the title', () => {
    const identity = {
      ...noNumbers,
      nlmId: '410462',
      issn: '0028-0836',
      eissn: '0028-0836',
      others: ['1476-4687'],
    };
    expect(keysOf({ title: 'The NATURE', identity })).toEqual([
      'i:00280836',
      'i:14764687',
      'n:410462',
      't:nature',
    ]);
  });

  it('are the same from a record, whose wrong ISSNs give none', () => {
    const journal = recordJournal({
      title: 'Nature',
      nlmId: '0410462',
      issnElectronic: '1476-4687',
      issnLinking: '0028-0837',
    });
    expect(keysOf(journalOfRecord(journal))).toEqual(['i:14764687', 'n:410462', 't:nature']);
  });

  it('are none where nothing is known', () => {
    expect(keysOf({ title: null, identity: noNumbers })).toEqual([]);
    expect(keysOf({ title: '–', identity: noNumbers })).toEqual([]);
  });

  it('are short enough for an index, whatever a cell holds', () => {
    const [key = ''] = keysOf({ title: '𠮷'.repeat(5000), identity: noNumbers });
    expect(Buffer.byteLength(key)).toBeLessThan(1000);
    expect(key.isWellFormed()).toBe(true);
  });
});

describe('an NLM id', () => {
  it.each([
    ['0410462', '410462'],
    ['410462', '410462'],
    ['410462.0', '410462'],
    ['2985117r', '2985117R'],
    [' 101560621 ', '101560621'],
    ['9918663686606676', '9918663686606676'],
  ])('%s is compared as %s', (text, id) => {
    expect(readNlmId(text)).toBe(id);
  });

  it.each(['', 'N/A', '-', '0', 'R', '1234-5679'])('is not %s', (text) => {
    expect(readNlmId(text)).toBeNull();
  });
});
