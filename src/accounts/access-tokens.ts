import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../errors.ts';
import { deleteAccessToken, findTokenOwner, insertAccessToken } from '../store/access-tokens.ts';
import type { Person } from '../store/people.ts';
import type { Accounts } from './accounts.ts';
import { personCalled } from './admins.ts';

/** So that a scanner for leaked secrets, and a person, can tell what it is. */
const prefix = 'lp_';

/**
 * Makes a token with which a program acts as this person.
 *
 * @param input.days null: until it is revoked.
 * @returns the token, which is kept nowhere, and the id by which it can be revoked.
 * @throws {Refusal} `person-unknown`.
 */
export async function createAccessToken(
  accounts: Accounts,
  input: { email: string; name: string; days: number | null },
): Promise<{ id: string; token: string }> {
  const person = await personCalled(accounts, input.email);
  const token = prefix + randomBytes(32).toString('base64url');
  const id = await insertAccessToken(accounts.store, {
    personId: person.id,
    name: input.name,
    hash: hashOf(token),
    lifeMs: input.days === null ? null : input.days * 86_400_000,
  });
  return { id, token };
}

/** @throws {Refusal} `token-unknown`. */
export async function revokeAccessToken({ store }: Accounts, id: string): Promise<void> {
  if (!(await deleteAccessToken(store, id))) throw new Refusal('token-unknown', { id });
}

/** Whose token this is; undefined where it never was one, has ended or was revoked. */
export const personOfToken = async ({ store }: Accounts, token: string): Promise<Person | undefined> =>
  /^lp_[\w-]{43}$/.test(token) ? findTokenOwner(store, hashOf(token)) : undefined;

/** 256 random bits need no slow hash. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
