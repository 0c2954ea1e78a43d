import { Section } from '#components/ui/card'
import { CopyButton } from '#components/ui/copy-button'
import type { KeyDetail } from '#lib/keys/views'

/** More than this is for the edit page, which searches. */
const SHOWN = 100
const COPYABLE_LENGTH = 64 * 1024

/** The list as it is enforced, with the notes. */
export function KeyEntries({ detail }: { detail: KeyDetail }) {
  const lines = detail.allowedIps.split('\n').filter((line) => line !== '')
  const more = lines.length - SHOWN
  return (
    <Section
      title="Allowed IPs"
      description={descriptionOf(detail)}
      actions={
        lines.length > 0 &&
        detail.allowedIps.length <= COPYABLE_LENGTH && (
          <CopyButton text={detail.allowedIps} label="Copy list" size="small" />
        )
      }
      flush
    >
      {lines.length > 0 && (
        <ol className="divide-y divide-line">
          {lines.slice(0, SHOWN).map((line) => (
            <Entry key={line} line={line} />
          ))}
          {more > 0 && (
            <li className="figures px-5 py-2 text-muted sm:px-6">and {more.toLocaleString('en-US')} more</li>
          )}
        </ol>
      )}
    </Section>
  )
}

function Entry({ line }: { line: string }) {
  const [network = line, ...note] = line.split(' # ')
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 px-5 py-2 sm:px-6">
      <span className="address">{network}</span>
      <span className="min-w-0 break-words text-muted">{note.join(' # ')}</span>
    </li>
  )
}

function descriptionOf({ accessMode, entryCount, addressCount }: KeyDetail): string {
  if (accessMode === 'open') return 'The list is empty and the key is open to any address.'
  if (entryCount === 0) return 'The list has no entries and is enforced: it admits no address.'
  const admits = `In all ${addressCount}.`
  return accessMode === 'report' ? `${admits} Other addresses are let through and reported below.` : admits
}
