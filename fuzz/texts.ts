import type { Random } from './random.ts'

/** Makes one text after the other. */
export type Texts = (random: Random) => string

// Of an address: digits, letters and marks that mean something there, and what only looks like them.
const MARKS = [...'0123456789abcdefABCDEFgx.:/%-_[]#,; \t\n"\\{}='] as [string, ...string[]]
const STRANGE = [
  '\0',
  '\r\n',
  '\u00a0',
  '\u0660',
  '\uff11',
  '\u200b',
  '\ud800',
  '\u{1f511}',
  '\u2024',
  '\uff0e',
  '\u202e',
] as [string, ...string[]]

/** A text of the kind, damaged up to four times: a character put in, taken away, changed, doubled or moved, a piece cut or repeated. */
export function damaged(texts: Texts): Texts {
  return (random) => {
    let text = texts(random)
    for (let times = random.below(5); times > 0; times -= 1) text = damage(text, random)
    return text
  }
}

function damage(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  const mark = random.below(12) === 0 ? random.pick(STRANGE) : random.pick(MARKS)
  const to = Math.min(text.length, at + random.below(4))
  const cases = [
    () => text.slice(0, at) + mark + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + mark + text.slice(at + 1),
    () => text.slice(0, to) + text.slice(at),
    () => text.slice(0, at) + text.slice(to) + text.slice(at, to),
    () => text.slice(at) + text.slice(0, at),
  ] as const
  return random.pick(cases)()
}

export const ipv4Text: Texts = (random) => [0, 0, 0, 0].map(() => octet(random)).join('.')

const octet = (random: Random) => (random.below(3) === 0 ? random.pick([0, 1, 9, 10, 99, 100, 255]) : random.below(256))

export const ipv6Text: Texts = (random) => {
  const groups = Array.from({ length: 8 }, () => (random.below(2) === 0 ? '0' : group(random)))
  const tail = random.below(6) === 0 ? [ipv4Text(random)] : groups.slice(6)
  const written = [...groups.slice(0, 6), ...tail]
  if (random.below(4) === 0) return written.join(':')
  const start = random.below(written.length)
  const end = start + 1 + random.below(written.length - start)
  return `${written.slice(0, start).join(':')}::${written.slice(end).join(':')}`
}

function group(random: Random): string {
  const text = random.pick([0x1, 0xff, 0xffff, random.below(0x10000)]).toString(16)
  const padded = random.below(5) === 0 ? text.padStart(4, '0') : text
  return random.below(4) === 0 ? padded.toUpperCase() : padded
}

const mappedText: Texts = (random) => `::ffff:${ipv4Text(random)}`

export const addressText: Texts = (random) => random.pick([ipv4Text, ipv4Text, ipv6Text, ipv6Text, mappedText])(random)

/** Of whole octets or groups: without host bits. */
const plainNetworkText: Texts = (random) => {
  const [whole, isIpv4] = [1 + random.below(3), random.below(2) === 0]
  if (isIpv4) return `${[0, 0, 0, 0].map((zero, at) => (at < whole ? octet(random) : zero)).join('.')}/${8 * whole}`
  return `${Array.from({ length: whole }, () => group(random)).join(':')}::/${16 * whole}`
}

export const networkText: Texts = (random) =>
  random.below(2) === 0 ? plainNetworkText(random) : `${addressText(random)}/${random.below(130)}`

const rangeText: Texts = (random) => `${addressText(random)}${random.pick(['-', ' - '])}${addressText(random)}`

export const entryText: Texts = (random) => random.pick([addressText, networkText, networkText, rangeText])(random)

/** A few entries with notes, as people paste them. */
export const listText: Texts = (random) =>
  Array.from(
    { length: 1 + random.below(4) },
    () => entryText(random) + random.pick(['', '', ' # office', ',', '\t#a,b']),
  ).join(random.pick(['\n', '\r\n', ', ', ';', ' ']))

const hopText: Texts = (random) =>
  random.pick([
    addressText,
    (r: Random) => `${ipv4Text(r)}:${r.below(70_000)}`,
    (r: Random) => `[${ipv6Text(r)}]:443`,
    () => 'unknown',
  ])(random)

/** The value of an X-Forwarded-For. */
export const forwardedText: Texts = (random) =>
  Array.from({ length: 1 + random.below(4) }, () => hopText(random)).join(random.pick([',', ', ', ' ,\t']))

const WORD = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'] as [string, ...string[]]

export const wordText: Texts = (random) =>
  Array.from({ length: 1 + random.below(60) }, () => random.pick(WORD)).join('')

export const bearerText: Texts = (random) =>
  `${random.pick(['Bearer', 'bearer', 'Basic', ''])}${random.pick([' ', '  ', ''])}${wordText(random)}${random.pick(['', '=', '=='])}`

export const jsonText: Texts = (random) => JSON.stringify(jsonValue(random, 3))

function jsonValue(random: Random, depth: number): unknown {
  const kind = random.below(depth === 0 ? 4 : 6)
  if (kind === 0) return wordText(random).slice(0, 6)
  if (kind === 1) return random.below(1000)
  if (kind === 2) return null
  if (kind === 3) return '\\"{[\u2028'
  const length = random.below(4)
  if (kind === 4) return Array.from({ length }, () => jsonValue(random, depth - 1))
  return Object.fromEntries(Array.from({ length }, () => [random.pick(WORD), jsonValue(random, depth - 1)]))
}
