const RUN = /[A-Za-z0-9]{16,}/g
const ISSUED = /[A-Za-z0-9_-]{1,64}_[0-9A-Za-z]{20,}/

/**
 * Whether a text may be a key's secret, or a good part of one: then it goes into no address, because addresses are logged and kept.
 * A long run of letters and digits with both in it, as names seldom have; ids, addresses and e-mail addresses do not count.
 */
export function looksSecret(text: string): boolean {
  return text
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .some((word) => ISSUED.test(word) || (word.match(RUN) ?? []).some((run) => /\d/.test(run) && /[A-Za-z]/.test(run)))
}
