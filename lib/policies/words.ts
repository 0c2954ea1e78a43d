import { displayNetwork, type Network } from '#lib/ip/network'
import { type EffectivePolicy, sourceWords } from './effective.ts'
import { noRules, type PolicyRules } from './rules.ts'
import type { Violation } from './violations.ts'

/** A refusal in sentences: which policy, what it wants, and what to do. `list`: the named list it is about. */
export function violationSentence({ rules, from }: EffectivePolicy, violation: Violation, list?: string): string {
  const policy = sourceWords[from[violation.rule]]
  if (violation.rule === 'requireRestricted') {
    return `${policy} wants every key restricted to its list. List at least one address, and have the key enforce its list.`
  }
  const { networks } = violation
  const place = list === undefined ? '' : ` of the named list ${list}`
  if (violation.rule === 'requireNotes') {
    return `${policy} wants a note with every entry, and ${some(networks)}${place} ${has(networks)} none. Say what it is for, after a # in a list.`
  }
  const { family, widest } =
    violation.rule === 'widestV4'
      ? { family: 'IPv4', widest: rules.widestV4 }
      : { family: 'IPv6', widest: rules.widestV6 }
  return `${policy} allows nothing wider than /${widest ?? 0} for ${family}. ${some(networks)}${place} ${are(networks)} wider. Use a narrower network.`
}

export function bypassSentence({ from }: EffectivePolicy): string {
  return `${sourceWords[from.requireRestricted]} wants every key restricted, so none can be bypassed. Add the address to the list instead.`
}

/** "30 days". */
export function days(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'day' : 'days'}`
}

/** Each rule as a sentence of its own, for who must obey; empty where there is none. */
export function ruleSentences(rules: PolicyRules): string[] {
  const { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes } = rules
  return [
    ...(requireRestricted ? ['Every key is restricted to its list: none is open, only reports, or is bypassed.'] : []),
    ...(widestV4 === null ? [] : [`No IPv4 entry is wider than /${widestV4}.`]),
    ...(widestV6 === null ? [] : [`No IPv6 entry is wider than /${widestV6}.`]),
    ...(maxKeyLifeDays === null ? [] : [`A key lives for at most ${days(maxKeyLifeDays)}.`]),
    ...(openDays === null ? [] : [`A key that lets any address through loses its power after ${days(openDays)}.`]),
    ...(requireNotes ? ['Every entry has a note.'] : []),
  ]
}

/** Those of them that concern what stands in a list. */
export function listRuleSentences({ widestV4, widestV6, requireNotes }: PolicyRules): string[] {
  return ruleSentences({ ...noRules, widestV4, widestV6, requireNotes })
}

/** Those that concern who may use a key. */
export function keyRuleSentences(rules: PolicyRules): string[] {
  const openDays = rules.requireRestricted ? null : rules.openDays
  return ruleSentences({ ...rules, openDays, maxKeyLifeDays: null })
}

const NAMED = 3

function some(networks: readonly Network[]): string {
  const named = networks.slice(0, NAMED).map(displayNetwork)
  const more = networks.length - named.length
  if (more > 0) return `${named.join(', ')} and ${more.toLocaleString('en-US')} more`
  const [last = '', ...others] = [...named].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
}

const are = (networks: readonly Network[]) => (networks.length === 1 ? 'is' : 'are')
const has = (networks: readonly Network[]) => (networks.length === 1 ? 'has' : 'have')
