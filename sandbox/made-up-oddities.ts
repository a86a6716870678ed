import { LINK_ODDITIES } from './made-up-odd-links.ts';
import { PART_ODDITIES } from './made-up-odd-parts.ts';
import { PEOPLE_ODDITIES } from './made-up-odd-people.ts';
import { TEXT_ODDITIES } from './made-up-odd-text.ts';
import type { Oddities } from './made-up-oddity.ts';

/** Every oddity by its name; where the data beside the checkout names one, under the same name. */
export const ODDITIES: Oddities = {
  ...TEXT_ODDITIES,
  ...PEOPLE_ODDITIES,
  ...LINK_ODDITIES,
  ...PART_ODDITIES,
};
