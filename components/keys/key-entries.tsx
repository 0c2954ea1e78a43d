import { StandingBadge } from '#components/allowed-ips/standing-badge'
import { Section } from '#components/ui/card'
import { classNames } from '#components/ui/class-names'
import { CopyButton } from '#components/ui/copy-button'
import { Time } from '#components/ui/time'
import type { KeyDetail, KeyEntry } from '#lib/keys/views'

/** More than this is for the edit page, which searches. */
const SHOWN = 100
const COPYABLE_LENGTH = 64 * 1024

/** The list with its notes, and which of its entries admit nobody now. */
export function KeyEntries({ detail }: { detail: KeyDetail }) {
  const { entries } = detail
  const more = entries.length - SHOWN
  const copied = copyOf(entries)
  return (
    <Section
      title="Allowed IPs"
      description={descriptionOf(detail)}
      actions={
        copied !== '' && copied.length <= COPYABLE_LENGTH && <CopyButton text={copied} label="Copy list" size="small" />
      }
      flush
    >
      {entries.length > 0 && (
        <ol className="divide-y divide-line">
          {entries.slice(0, SHOWN).map((entry) => (
            <Entry key={entry.text} entry={entry} />
          ))}
          {more > 0 && (
            <li className="figures px-5 py-2 text-muted sm:px-6">and {more.toLocaleString('en-US')} more</li>
          )}
        </ol>
      )}
    </Section>
  )
}

function Entry({ entry: { text, note, standing, expiresAt } }: { entry: KeyEntry }) {
  const isResting = standing !== 'in_force'
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2 sm:px-6">
      <span className={classNames('address wrap-anywhere', isResting && 'text-muted line-through')}>{text}</span>
      {note !== null && <span className="wrap-anywhere min-w-0 text-muted">{note}</span>}
      {(isResting || expiresAt !== null) && (
        <span className="ml-auto flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
          {isResting && <StandingBadge standing={standing} />}
          {expiresAt !== null && (
            <span className="text-xs">
              {standing === 'expired' ? 'since' : 'Until'} <Time instant={expiresAt} show="time" />
            </span>
          )}
        </span>
      )}
    </li>
  )
}

/** What is copied into another list would be in force there, so only that is copied. */
function copyOf(entries: readonly KeyEntry[]): string {
  return entries
    .filter((entry) => entry.standing === 'in_force')
    .map(({ text, note }) => (note === null ? text : `${text} # ${note}`))
    .join('\n')
}

function descriptionOf({ accessMode, entries, entryCount, addressCount }: KeyDetail): string {
  const resting = entries.length - entryCount
  if (accessMode === 'open') {
    return entries.length === 0
      ? 'The list is empty and the key is open to any address.'
      : 'The key is open to any address, whatever its list says.'
  }
  if (entries.length === 0) return 'The list has no entries and is enforced: it admits no address.'
  const others = accessMode === 'report' ? ' Other addresses are let through and reported below.' : ''
  if (entryCount === 0) return `No entry is in force, so the list admits no address.${others}`
  return `In all ${addressCount}.${resting === 0 ? '' : restingWords(resting)}${others}`
}

function restingWords(count: number): string {
  return ` ${count.toLocaleString('en-US')} ${count === 1 ? 'entry admits nobody: it is' : 'entries admit nobody: they are'} off or expired.`
}
