import { paths } from '#lib/paths'
import { staffActWords, staffAskWords } from '#lib/staff-acts/words'
import { absoluteDate, absoluteTime } from '#lib/time'
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
  policy_warning: {
    label: 'Policy takes effect',
    explanation:
      'A policy of this installation will take power from a key: told 14 days, 7 days and a day before, where it is known that early.',
  },
  staff_action: {
    label: 'Gatelist staff acted',
    explanation: 'Gatelist staff paused or revoked a key, lifted that, or left a note for you.',
  },
  staff_request: {
    label: 'Gatelist staff ask',
    explanation: 'Gatelist staff ask you to do something with a key.',
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
    case 'policy_warning':
      return policyWarning(happening.detail)
    case 'staff_action':
      return staffAction(happening.detail)
    case 'staff_request':
      return staffRequest(happening.detail)
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
  open_too_long: 'a policy ended that the key lets any address through.',
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

function policyWarning(detail: Detail<'policy_warning'>): AlertWords {
  const { subject, items, more, loses, at, stage } = detail
  const title = `A policy takes effect ${withinDays[stage]}`
  const when = absoluteTime(at)
  if (loses === 'life') {
    const sentence = `A policy of this installation ends ${named(subject)} on ${when}: it is as old as a key may become. Make a new key before.`
    return { title, sentence, link: keyOf(subject) }
  }
  if (loses === 'width') {
    const [are, admit] = items.length === 1 && !more ? ['is', 'admits'] : ['are', 'admit']
    const sentence = `${some(items, more)} of ${named(subject)} ${are} wider than a policy of this installation allows, and ${admit} nobody from ${when} on. Use narrower networks.`
    return { title, sentence, link: listOf(subject) }
  }
  return {
    title,
    sentence: `${named(subject)} lets any address through, which a policy of this installation ends on ${when}. List who may use it, and enforce the list.`,
    link: { path: paths.suggestAddresses(subject.id), label: 'Suggest a list' },
  }
}

const withinDays = {
  '14d': 'within 14 days',
  '7d': 'within seven days',
  '1d': 'within a day',
} as const satisfies Record<Detail<'policy_warning'>['stage'], string>

function staffAction({ subject, act, reason }: Detail<'staff_action'>): AlertWords {
  const { title, sentence } = staffActWords[act]
  return { title, sentence: `${sentence(named(subject))} “${reason}”`, link: keyOf(subject) }
}

function staffRequest({ subject, ask, reason, dueOn }: Detail<'staff_request'>): AlertWords {
  const by = dueOn === null ? '' : ` by ${absoluteDate(dueOn, 'UTC')}`
  return {
    title: 'Gatelist staff ask you to act',
    sentence: `About ${named(subject)}: ${staffAskWords[ask].asked}${by}. “${reason}”`,
    link: keyOf(subject),
  }
}

const keyOf = ({ id }: Subject) => ({ path: paths.apiKey(id), label: 'Open the key' })

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
