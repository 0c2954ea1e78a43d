import { Section } from '#components/ui/card'
import type { CeilingDetail } from '#lib/lists/views'
import { ceilingModeWords } from '#lib/lists/words'

/** The ceiling for those who may not change it. */
export function CeilingEntries({ ceiling: { mode, text, entryCount, addressCount } }: { ceiling: CeilingDetail }) {
  return (
    <Section title="Addresses" description={ceilingModeWords[mode].meaning}>
      {text === '' ? (
        <p className="text-muted">It has no addresses. Owners and admins of the workspace can set it up.</p>
      ) : (
        <>
          <p className="figures mb-2 text-muted">
            {entryCount.toLocaleString('en-US')} in force, {addressCount}
          </p>
          <ul className="flex max-h-96 flex-col gap-0.5 overflow-y-auto">
            {text.split('\n').map((line) => (
              <li key={line} className="address wrap-anywhere">
                {line}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
