/**
 * What the place that keeps the tokens has to be told and nobody waits for. What could not be told stays owed, and is told
 * before the next token is taken.
 */
export interface Debts {
  /** Begins to tell at once. A newer debt of the same name replaces an older one. */
  owe(name: string, tell: () => Promise<unknown>): void;
  /** @throws what telling throws; the rest stays owed. */
  pay(): Promise<void>;
}

export function createDebts(): Debts {
  const debts = new Map<string, () => Promise<unknown>>();
  let paying: Promise<void> | null = null;

  async function payAll(): Promise<void> {
    for (const [name, tell] of debts) {
      debts.delete(name);
      try {
        await tell();
      } catch (error) {
        if (!debts.has(name)) debts.set(name, tell);
        throw error;
      }
    }
  }

  async function pay(): Promise<void> {
    // A debt that comes while others are being paid is paid by the same loop, or by the next turn here.
    while (debts.size > 0 || paying) {
      paying ??= payAll().finally(() => {
        paying = null;
      });
      await paying;
    }
  }

  return {
    owe(name, tell) {
      debts.set(name, tell);
      // Whoever takes the next token hears of a failure; here nobody waits.
      pay().catch(() => undefined);
    },
    pay,
  };
}
