import type { ReactNode } from 'react'
import { KeyStatusBadge } from '#components/keys/key-status'
import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { DescriptionList } from '#components/ui/description-list'
import { TextLink } from '#components/ui/text-link'
import type { Explanation, PlacedFact } from '#lib/allowlists/explain'
import { missSentence, reasonWords, restingWords } from '#lib/allowlists/explain-words'
import type { Address } from '#lib/ip/address'
import { displayNetwork } from '#lib/ip/network'
import type { KeyTimes } from '#lib/keys/rules'
import type { AccessMode } from '#lib/keys/views'
import { accessModeWords } from '#lib/keys/words'
import { paths } from '#lib/paths'

/** The key as far as its verdict is about it. */
export type CheckedKey = KeyTimes & { id: string; name: string; accessMode: AccessMode; now: Date }

export type KeyVerdictProps = {
  checked: CheckedKey
  address: Address
  text: string
  explanation: Explanation
  /** Buttons that would admit the address; null for who may not change the key. */
  children: ReactNode
}

const looks = {
  yes: { tone: 'success', word: 'Let through' },
  noted: { tone: 'warning', word: 'Let through, not listed' },
  no: { tone: 'danger', word: 'Refused' },
} as const

/** What a call with one key from one address would come to, and why. */
export function KeyVerdict({ checked, address, text, explanation, children }: KeyVerdictProps) {
  const { tone, word } = looks[lookOf(explanation)]
  const items = [
    { term: 'Why', details: whyWords(explanation) },
    { term: 'Access', details: accessModeWords[checked.accessMode] },
    ...entryItems(explanation),
    ...ceilingItems(explanation),
    ...mendingItems(explanation, { address, now: checked.now }),
  ]
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="address wrap-anywhere">{text}</span>
          <Badge tone={tone} dot>
            {word}
          </Badge>
        </span>
      }
      description={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          with <TextLink href={paths.apiKey(checked.id)}>{checked.name}</TextLink>
          <KeyStatusBadge times={checked} now={checked.now} />
        </span>
      }
      footer={children}
    >
      <DescriptionList className="-my-3" items={items} />
    </Section>
  )
}

function lookOf({ outcome }: Explanation): keyof typeof looks {
  if (outcome === 'allowed') return 'yes'
  return outcome === 'allowed_unlisted' || outcome === 'allowed_bypassed' ? 'noted' : 'no'
}

function whyWords(explanation: Explanation): string {
  const { status, byAddress } = explanation
  const reason = `${sentenceStart(reasonWords(explanation))}.`
  if (status === 'active') return reason
  const otherwise = byAddress.startsWith('allowed') ? 'Otherwise it would be let through' : 'It would be refused anyway'
  return `The key is ${status}, so it refuses everybody. ${otherwise}: ${reasonWords(explanation)}.`
}

type Items = { term: string; details: ReactNode }[]

const ALSO_SHOWN = 5

function entryItems({ admitting }: Explanation): Items {
  const [first, ...others] = admitting
  if (first === undefined) return []
  const more = others.length - ALSO_SHOWN
  const also = others.slice(0, ALSO_SHOWN).map((found) => <EntryName key={found.entry.id} found={found} />)
  return [
    { term: 'Entry', details: <EntryName found={first} /> },
    ...(also.length === 0
      ? []
      : [
          {
            term: 'Also admitted by',
            details: (
              <>
                {also}
                {more > 0 && <p className="text-muted">and {more.toLocaleString('en-US')} more</p>}
              </>
            ),
          },
        ]),
  ]
}

/** The entry, with the named list that it stands in. */
function EntryName({ found: { entry, place } }: { found: PlacedFact }) {
  return (
    <p>
      <span className="address wrap-anywhere">{displayNetwork(entry.network)}</span>
      {entry.note !== null && <span className="wrap-anywhere text-muted"> {entry.note}</span>}
      {place.kind === 'list' && (
        <span className="text-muted">
          , of the named list <TextLink href={paths.namedList(place.id)}>{place.name}</TextLink>
        </span>
      )}
    </p>
  )
}

function ceilingItems({ ceiling }: Explanation): Items {
  if (ceiling === null) return []
  const { accessMode, admits } = ceiling
  const verdict = admits === null ? 'Does not admit it' : `Admits it by ${displayNetwork(admits.network)}`
  return [
    {
      term: 'Ceiling',
      details: (
        <>
          {verdict}
          {accessMode === 'report' && ', and only reports'}. <TextLink href={paths.ceiling()}>See the ceiling</TextLink>
        </>
      ),
    },
  ]
}

const LIST_IT = 'List the address, and have the key enforce its list.'

function mendingItems(explanation: Explanation, { address, now }: { address: Address; now: Date }): Items {
  const { byAddress, admitting, miss, resting } = explanation
  if (byAddress === 'open_too_long') return [{ term: 'To include it', details: LIST_IT }]
  if (byAddress !== 'outside_ceiling' && (admitting.length > 0 || explanation.through?.kind === 'open')) return []
  return [
    ...(resting === null ? [] : [{ term: 'Not in force', details: `${restingWords(resting, now)}.` }]),
    { term: miss === null ? 'To include it' : 'Nearest miss', details: missSentence(miss, address) },
  ]
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
