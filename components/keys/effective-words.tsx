import { TextLink } from '#components/ui/text-link'
import type { KeyDetail } from '#lib/keys/views'
import { paths } from '#lib/paths'

/** What the key's own entries and its named lists come to within the ceiling, in a sentence or two. */
export function EffectiveWords({ detail }: { detail: KeyDetail }) {
  const { entryCount, addressCount, lists, ceiling, effectiveCount } = detail
  const isNarrowed = ceiling?.accessMode === 'enforce'
  if (lists.length === 0 && !isNarrowed) {
    return (
      <span className="figures">
        {entriesWords(entryCount)} in force, {addressCount}.
      </span>
    )
  }
  return (
    <span className="figures">
      {effectiveCount} in force: {entriesWords(entryCount)} of its own
      {lists.map((list, place) => (
        <span key={list.id}>
          {place === lists.length - 1 ? ' and ' : ', '}
          {list.entryCount.toLocaleString('en-US')} from{' '}
          <TextLink href={paths.namedList(list.id)}>{list.name}</TextLink>
        </span>
      ))}
      {isNarrowed && (
        <>
          , within the <TextLink href={paths.ceiling()}>ceiling</TextLink> of the workspace
        </>
      )}
      .
    </span>
  )
}

function entriesWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'entry' : 'entries'}`
}
