export type Priority = 'high' | 'default' | 'low';

export const priorities = ['high', 'default', 'low'] as const;
const usual = priorities;

/**
 * Tokens come in turns, and each turn says who goes first. Urgent requests go before the others, but not every time: a stream of
 * them cannot starve anybody.
 */
export const turns: readonly (readonly Priority[])[] = [
  usual,
  usual,
  usual,
  ['low', 'default', 'high'],
  usual,
  usual,
  usual,
  ['default', 'low', 'high'],
];

/** For each turn those who go before all of `waiting`. */
export const yieldTo = (waiting: readonly Priority[]): Priority[][] =>
  turns.map((order) =>
    order.slice(
      0,
      order.findIndex((priority) => waiting.includes(priority)),
    ),
  );

/** Those who wait in one process: by the turn's order, and of one priority by arrival. */
export interface WaitingLine<Waiter> {
  add(priority: Priority, waiter: Waiter): void;
  remove(priority: Priority, waiter: Waiter): void;
  /** Takes out who goes next at this turn. */
  next(turn: number): Waiter | undefined;
  /** Takes out all whom `whom` names. */
  takeOut(whom: (waiter: Waiter) => boolean): Waiter[];
  /** Priorities for which somebody waits. */
  waiting(): Priority[];
}

export function createWaitingLine<Waiter>(): WaitingLine<Waiter> {
  const lines: Record<Priority, Set<Waiter>> = { high: new Set(), default: new Set(), low: new Set() };
  return {
    add: (priority, waiter) => void lines[priority].add(waiter),
    remove: (priority, waiter) => void lines[priority].delete(waiter),
    next(turn) {
      for (const priority of turns[turn % turns.length] ?? usual) {
        const [waiter] = lines[priority];
        if (waiter !== undefined && lines[priority].delete(waiter)) return waiter;
      }
      return undefined;
    },
    takeOut(whom) {
      const out = usual.flatMap((priority) => [...lines[priority]].filter(whom));
      for (const waiter of out) for (const priority of usual) lines[priority].delete(waiter);
      return out;
    },
    waiting: () => usual.filter((priority) => lines[priority].size > 0),
  };
}
