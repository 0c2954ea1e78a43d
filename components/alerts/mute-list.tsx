import type { Action } from '#components/form/action'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { Mute } from '#lib/alerts/views'
import { kindWords } from '#lib/alerts/words'
import { Unmute } from './unmute.tsx'

export type MuteListProps = {
  mutes: readonly Mute[]
  now: Date
  mayUnmute: (mute: Mute) => boolean
  unmute: Action<{ muteId: string }>
}

/** What raises no alert, and since when. */
export function MuteList({ mutes, now, mayUnmute, unmute }: MuteListProps) {
  return (
    <Section title="Muted" description="This raises no alerts and sends no messages." flush={mutes.length > 0}>
      {mutes.length === 0 ? (
        <p className="text-muted">Nothing is muted. An alert’s menu mutes its kind, its key or list, or both.</p>
      ) : (
        <ul className="divide-y divide-line">
          {mutes.map((mute) => (
            <li key={mute.id} className="flex items-center justify-between gap-4 px-5 py-3 sm:px-6">
              <div className="min-w-0">
                <p className="break-words font-medium">{muteWords(mute)}</p>
                <p className="text-muted text-xs">
                  By {mute.mutedBy}, <Time instant={mute.mutedAt} now={now} />
                </p>
              </div>
              {mayUnmute(mute) && <Unmute muteId={mute.id} what={muteWords(mute)} action={unmute} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function muteWords({ kind, subjectId, subjectName }: Mute): string {
  const what = kind === null ? 'Everything' : `“${kindWords[kind].label}”`
  if (subjectId === null) return `${what} of all keys and lists`
  return `${what} of ${subjectName ?? 'something that is gone'}`
}
