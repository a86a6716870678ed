/** Lists of ids in statements are cut to this: far below both databases' limits, and few shapes to prepare. */
const size = 500;

export function* chunks<T>(list: readonly T[], most = size): Generator<T[]> {
  for (let at = 0; at < list.length; at += most) yield list.slice(at, at + most);
}
