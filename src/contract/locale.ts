/** The languages of every page, mail and message. */
export type Locale = 'en' | 'zh';

/** One sentence in both languages: what a catalogue of messages holds. */
export type Bilingual = Readonly<Record<Locale, string>>;
