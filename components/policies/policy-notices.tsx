import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { PolicyNotice } from '#lib/policies/notices'

export type PolicyNoticesProps = {
  keyId: string
  notices: readonly PolicyNotice[]
  /** For who may change the key. */
  canEdit: boolean
}

/** What a policy takes from a key or will take, with the way to mend it. */
export function PolicyNotices({ keyId, notices, canEdit }: PolicyNoticesProps) {
  return notices.map((notice) => <Notice key={notice.kind} {...{ keyId, notice, canEdit }} />)
}

type NoticeProps = Omit<PolicyNoticesProps, 'notices'> & { notice: PolicyNotice }

function Notice({ keyId, notice, canEdit }: NoticeProps) {
  const isOver = notice.kind === 'open_over' || notice.kind === 'wide_over'
  return (
    <Callout
      tone={isOver ? 'danger' : 'warning'}
      title={<Title notice={notice} />}
      actions={canEdit && <Mend keyId={keyId} kind={notice.kind} />}
    >
      {explanations[notice.kind]}
    </Callout>
  )
}

function Title({ notice }: { notice: PolicyNotice }) {
  const at = <Time instant={notice.at} show="time" />
  switch (notice.kind) {
    case 'open':
      return <>Any address may use this key until {at}</>
    case 'open_over':
      return <>Any address could use this key until {at}</>
    case 'life':
      return <>This key ends on {at}, as old as a key may become</>
    case 'wide':
      return (
        <>
          {someOf(notice.entries)} will admit nobody from {at} on
        </>
      )
    case 'wide_over':
      return (
        <>
          {someOf(notice.entries)} admit{notice.entries.length === 1 ? 's' : ''} nobody since {at}
        </>
      )
  }
}

const explanations = {
  open: 'A rule of this installation ends that. List who may use the key, and enforce the list, before.',
  open_over: 'A rule of this installation ended that. List who may use the key, and enforce the list.',
  life: 'A rule of this installation sets the longest life. Make a new key, and move its programs over, before.',
  wide: 'A rule of this installation allows nothing as wide. List narrower networks before.',
  wide_over: 'A rule of this installation allows nothing as wide. List narrower networks.',
} as const satisfies Record<PolicyNotice['kind'], string>

function Mend({ keyId, kind }: { keyId: string; kind: PolicyNotice['kind'] }) {
  if (kind === 'life') {
    return (
      <ButtonLink size="small" href={paths.newApiKey()}>
        Create New Key
      </ButtonLink>
    )
  }
  return (
    <ButtonLink size="small" href={paths.suggestAddresses(keyId)}>
      Suggest a list
    </ButtonLink>
  )
}

const NAMED = 3

function someOf(entries: readonly string[]): string {
  const named = entries.slice(0, NAMED)
  const more = entries.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more.toLocaleString('en-US')} more` : named.join(', ')
}
