import { paths } from '#lib/paths'
import { absoluteTime } from '#lib/time'
import type { Detail, Happening, Stage, Subject } from './detail.ts'
import type { AlertKind } from './kinds.ts'

export type KindWords = {
  label: string
  /** When there is such an alert. */
  explanation: string
}

/** What each kind is called, wherever it is chosen, muted or filtered by. */
export const kindWords = {
  first_refusal: {
    label: 'First refusal',
    explanation: 'A working key is refused because of the caller’s address, for the first time that day.',
  },
  refusal_spike: {
    label: 'Refusal spike',
    explanation: 'A key is refused far more often within an hour than on an average one of the day before.',
  },
  new_caller: {
    label: 'New caller',
    explanation: 'An address that was never seen before calls a key that is open to any address.',
  },
  list_widened: {
    label: 'List widened',
    explanation: 'A key, a named list or the ceiling admits more addresses than before.',
  },
  entry_expiring: {
    label: 'Entry expiring',
    explanation: 'An entry of a list ends within seven days, and again when it ends within a day.',
  },
  key_expiring: {
    label: 'Key expiring',
    explanation: 'A key ends within seven days, and again when it ends within a day.',
  },
  webhook_disabled: {
    label: 'Webhook switched off',
    explanation: 'A webhook was switched off because its receiver did not take messages.',
  },
} as const satisfies Record<AlertKind, KindWords>

/** An alert for people: what happened in a few words and in a sentence, and where to look. */
export type AlertWords = {
  title: string
  sentence: string
  link: { path: string; label: string }
}

/** The one table of texts: pages, messages and the API say the same. */
export function alertWords(happening: Happening): AlertWords {
  switch (happening.kind) {
    case 'first_refusal':
      return firstRefusal(happening.detail)
    case 'refusal_spike':
      return refusalSpike(happening.detail)
    case 'new_caller':
      return newCaller(happening.detail)
    case 'list_widened':
      return listWidened(happening.detail)
    case 'entry_expiring':
      return entryExpiring(happening.detail)
    case 'key_expiring':
      return keyExpiring(happening.detail)
    case 'webhook_disabled':
      return webhookDisabled(happening.detail)
  }
}

function firstRefusal({ subject, reason, items, more }: Detail<'first_refusal'>): AlertWords {
  const from = items.length === 0 ? '' : ` from ${some(items, more)}`
  const why = reason === 'ip_unknown' && items.length > 0 ? 'ip_unknown_too' : reason
  return {
    title: 'Calls are refused',
    sentence: `Calls with ${named(subject)}${from} were refused: ${whys[why]}`,
    link: refusedCalls(subject),
  }
}

const whys = {
  ip_not_allowed: 'the list of the key does not allow the address.',
  outside_ceiling: 'the ceiling of the workspace does not allow the address.',
  ip_unknown: 'the address of the caller could not be determined.',
  ip_unknown_too: 'no list allows the address. Of other callers it could not be determined.',
} as const

function refusalSpike({ subject, refused, usual }: Detail<'refusal_spike'>): AlertWords {
  const before = usual === 0 ? 'none in the 24 hours before' : `${count(usual)} an hour on average of the day before`
  return {
    title: 'Refusals went up',
    sentence: `${named(subject)} refused ${count(refused)} calls within an hour, against ${before}.`,
    link: refusedCalls(subject),
  }
}

function newCaller({ subject, items, more }: Detail<'new_caller'>): AlertWords {
  return {
    title: 'New caller',
    sentence: `${named(subject)}, which is open to any address, was called from ${some(items, more)} for the first time.`,
    link: { path: paths.apiKey(subject.id), label: 'Open the key' },
  }
}

function listWidened({ subject, items, more, gained, by, opensToAny }: Detail<'list_widened'>): AlertWords {
  if (opensToAny) {
    return { title: 'Opened to any address', sentence: `${opened(subject)} Changed by ${by}.`, link: listOf(subject) }
  }
  const who = subject.kind === 'ceiling' ? 'The ceiling' : named(subject)
  return {
    title: 'A list became wider',
    sentence: `${who} now also admits ${some(items, more)} (${gained}). Changed by ${by}.`,
    link: listOf(subject),
  }
}

function opened(subject: Subject): string {
  if (subject.kind === 'ceiling') return 'The ceiling no longer limits any key.'
  return subject.kind === 'list'
    ? `${named(subject)} admits any address now.`
    : `${named(subject)} works from any address now.`
}

function entryExpiring({ subject, items, more, expiresAt, stage }: Detail<'entry_expiring'>): AlertWords {
  const what = subject.kind === 'ceiling' ? 'the ceiling' : named(subject)
  const one = items.length === 1 && !more
  return {
    title: `${one ? 'An entry ends' : 'Entries end'} ${within[stage]}`,
    sentence: `${some(items, more)} of ${what} ${one ? 'ends' : 'end'} on ${absoluteTime(expiresAt)}. From then on calls from there are refused.`,
    link: listOf(subject),
  }
}

function keyExpiring({ subject, expiresAt, stage }: Detail<'key_expiring'>): AlertWords {
  return {
    title: `A key ends ${within[stage]}`,
    sentence: `${named(subject)} ends on ${absoluteTime(expiresAt)}. From then on every call with it is refused.`,
    link: { path: paths.apiKey(subject.id), label: 'Open the key' },
  }
}

function webhookDisabled({ subject, problem }: Detail<'webhook_disabled'>): AlertWords {
  return {
    title: 'A webhook was switched off',
    sentence: `No more messages go to ${subject.name}. ${problem}`,
    link: { path: paths.webhook(subject.id), label: 'Open the webhook' },
  }
}

const within = { '7d': 'within seven days', '1d': 'within a day' } as const satisfies Record<Stage, string>

const named = ({ name }: Subject) => `“${name}”`

const count = (number: number) => number.toLocaleString('en-US', { maximumFractionDigits: 1 })

const NAMED_IN_A_SENTENCE = 3

/** "a, b and c", "a, b, c and others". */
function some(items: readonly string[], more: boolean): string {
  const first = items.slice(0, NAMED_IN_A_SENTENCE)
  if (more || items.length > first.length) return `${first.join(', ')} and others`
  const [last = 'an address', ...others] = [...first].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
}

const refusedCalls = ({ id }: Subject) => ({ path: paths.apiKeyRefused(id), label: 'See refused calls' })

function listOf({ kind, id }: Subject): { path: string; label: string } {
  if (kind === 'ceiling') return { path: paths.ceiling(), label: 'Open the ceiling' }
  if (kind === 'list') return { path: paths.namedList(id), label: 'Open the list' }
  return { path: paths.apiKeyAddresses(id), label: 'See allowed addresses' }
}
