import { absoluteDate } from '#lib/time'
import { changedSettings, settingFacts, shownNetwork as shown } from './changed-settings.ts'
import { type HistorySide, readSide } from './history-side.ts'
import { rateLimitWords, revocationWords } from './words.ts'

/** One line of what an event tells: words alone, words before a time, or words that lead to another key. */
export type HistoryFact =
  | { kind: 'words'; text: string }
  | { kind: 'time'; text: string; at: Date }
  | { kind: 'key'; text: string; keyId: string }

/** What an event tells beside name, access and list. `before` knows nothing of a key that was just made. */
export function historyFacts(beforeJson: unknown, afterJson: unknown): HistoryFact[] {
  const before = readSide(beforeJson)
  const after = readSide(afterJson)
  return [
    ...identity(after),
    ...scopes(before, after),
    ...rateLimit(before, after),
    ...metadata(before, after),
    ...expiry(before, after),
    ...entry(before, after),
    ...changedSettings(after),
    ...revived(after),
    ...restored(after),
    ...lists(before, after),
    ...bypass(before, after),
    ...caller(before, after),
    ...rotation(after),
    ...revocation(before, after),
    ...ofStaff(after),
  ]
}

const words = (text: string): HistoryFact => ({ kind: 'words', text })

function identity({ actorId, visibility }: HistorySide): HistoryFact[] {
  return [
    ...(actorId === undefined || actorId === '' ? [] : [words(`Actor: ${actorId}`)]),
    ...(visibility === 'public' ? [words('Publishable')] : []),
  ]
}

function scopes(before: HistorySide, after: HistorySide): HistoryFact[] {
  return changed('Scopes', listed(before.scopes), listed(after.scopes))
}

function rateLimit(before: HistorySide, after: HistorySide): HistoryFact[] {
  return changed('Rate limit', limited(before.rateLimit), limited(after.rateLimit))
}

const NONE = 'none'
const listed = (names: readonly string[] | undefined) => names && (names.join(', ') || NONE)
const limited = (policy: HistorySide['rateLimit']) => policy && rateLimitWords(policy)

/** A new key without any is not worth a line. `undefined`: not touched. */
function changed(what: string, before: string | null | undefined, after: string | null | undefined): HistoryFact[] {
  if (after === undefined) return []
  const is = after ?? NONE
  if (before === undefined) return is === NONE ? [] : [words(`${what}: ${is}`)]
  return [words(`${what}: ${before ?? NONE} → ${is}`)]
}

function metadata(before: HistorySide, after: HistorySide): HistoryFact[] {
  if (after.metadata === undefined) return []
  const was = before.metadata ?? {}
  const is = after.metadata ?? {}
  const names = (verb: string, members: string[]) => (members.length === 0 ? [] : [`${verb} ${members.join(', ')}`])
  const parts = [
    ...names(
      'added',
      Object.keys(is).filter((name) => !Object.hasOwn(was, name)),
    ),
    ...names(
      'changed',
      Object.keys(is).filter((name) => Object.hasOwn(was, name) && !isSame(was[name], is[name])),
    ),
    ...names(
      'removed',
      Object.keys(was).filter((name) => !Object.hasOwn(is, name)),
    ),
  ]
  return parts.length === 0 ? [] : [words(`Metadata: ${parts.join('; ')}`)]
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function expiry(before: HistorySide, after: HistorySide): HistoryFact[] {
  const { expiresAt } = after
  if (expiresAt == null) return expiresAt === null && before.expiresAt != null ? [words('Expires: never')] : []
  return [{ kind: 'time', text: 'Expires on', at: expiresAt }]
}

function entry(before: HistorySide, after: HistorySide): HistoryFact[] {
  if (after.entry === undefined) return []
  const name = shown(after.entry.network)
  // Who adds an entry that is simply in force sees it in the list already.
  const was = before.entry ?? { ...after.entry, enabled: true, expiresAt: null }
  const facts = settingFacts(name, was, after.entry)
  const isUntouched = facts.length === 0 && before.entry !== undefined && before.entry.note === after.entry.note
  return isUntouched ? [words(`${name} stayed as it was`)] : facts
}

function revived({ revived: again }: HistorySide): HistoryFact[] {
  if (again === undefined) return []
  const more = again.total - again.networks.length
  const rest = more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''
  return [words(`In force again: ${again.networks.map(shown).join(', ')}${rest}`)]
}

function rotation({ from, graceSeconds, replacedBy, replaces }: HistorySide): HistoryFact[] {
  return [
    ...(from === undefined || replacedBy === undefined ? [] : [grace(from, graceSeconds)]),
    ...(replacedBy === undefined ? [] : [{ kind: 'key', text: 'The new key', keyId: replacedBy } as const]),
    ...(replaces === undefined ? [] : [{ kind: 'key', text: 'The key that it replaces', keyId: replaces } as const]),
  ]
}

function grace(from: Date, graceSeconds: number | undefined): HistoryFact {
  if (graceSeconds === 0) return words('The old secret stopped working at once')
  return { kind: 'time', text: 'The old secret works until', at: from }
}

function restored({ restored: number }: HistorySide): HistoryFact[] {
  return number === undefined ? [] : [words(`As in version ${number}`)]
}

function lists({ lists: was = [] }: HistorySide, { lists: is }: HistorySide): HistoryFact[] {
  if (is === undefined) return []
  const missing = (from: typeof was) => (list: (typeof was)[number]) => from.every((other) => other.id !== list.id)
  return [
    ...is.filter(missing(was)).map(({ name }) => words(`Uses ${name}`)),
    ...was.filter(missing(is)).map(({ name }) => words(`No longer uses ${name}`)),
  ]
}

function bypass(before: HistorySide, { bypassUntil, reason }: HistorySide): HistoryFact[] {
  if (bypassUntil !== undefined) {
    const why = reason === undefined || reason === '' ? [] : [words(`“${reason}”`)]
    return [{ kind: 'time', text: 'Any address until', at: bypassUntil }, ...why]
  }
  return before.bypassUntil === undefined
    ? []
    : [{ kind: 'time', text: 'It would have lasted until', at: before.bypassUntil }]
}

function caller(before: HistorySide, after: HistorySide): HistoryFact[] {
  const address = after.address ?? before.address
  return address === undefined ? [] : [words(address)]
}

/** What staff did, and what the owner answered them. */
function ofStaff({ asked, dueOn, said }: HistorySide): HistoryFact[] {
  return [
    ...(asked === undefined ? [] : [words(asked)]),
    ...(dueOn === undefined ? [] : [words(`By ${absoluteDate(dueOn)}`)]),
    ...(said === undefined || said === '' ? [] : [words(`“${said}”`)]),
  ]
}

function revocation(before: HistorySide, { reason, description, bypassUntil }: HistorySide): HistoryFact[] {
  const why = reason === undefined || bypassUntil !== undefined ? null : revocationWords(reason)
  const isGone = description === null && before.description != null
  return [
    ...(why === null ? [] : [words(why)]),
    ...(description == null || description === '' ? [] : [words(`“${description}”`)]),
    ...(isGone ? [words('Without a description')] : []),
  ]
}
