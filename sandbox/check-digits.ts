/** The last character of an ISSN for its first seven digits (ISO 3297: weights 8 to 2, modulo 11). */
export function issnWithCheck(seven: string): string {
  const sum = [...seven].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0);
  const check = (11 - (sum % 11)) % 11;
  return `${seven.slice(0, 4)}-${seven.slice(4)}${check === 10 ? 'X' : check}`;
}

/** An ORCID iD in groups of four for its first fifteen digits (ISO 7064, modulo 11-2). */
export function orcidWithCheck(fifteen: string): string {
  const total = [...fifteen].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  const whole = fifteen + (check === 10 ? 'X' : check);
  return whole.match(/.{4}/g)?.join('-') ?? whole;
}
