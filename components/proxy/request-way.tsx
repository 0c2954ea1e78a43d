import { Badge, type Tone } from '#components/ui/badge'
import type { ProxyReport } from '#lib/doctor/proxy-report'

type Role = ProxyReport['hops'][number]['role']

const roles: Readonly<Record<Role, { tone: Tone; name: string }>> = {
  client: { tone: 'success', name: 'The caller' },
  proxy: { tone: 'info', name: 'Trusted proxy' },
  claimed: { tone: 'neutral', name: 'Claimed, not believed' },
  unreadable: { tone: 'danger', name: 'No address' },
  unread: { tone: 'warning', name: 'Not read' },
}

/** Every address that a request told of itself, from the far end to the connection, and what it was taken for. */
export function RequestWay({ hops }: Pick<ProxyReport, 'hops'>) {
  return (
    <ol className="divide-y divide-line">
      {hops.map(({ text, from, role }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are, and it does not change
        <li key={at} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
          <span className="min-w-0">
            <span className="block break-all font-mono text-[0.8125rem]">{text === '' ? '(empty)' : text}</span>
            <span className="block text-muted text-xs">{from === 'connection' ? 'The connection' : from}</span>
          </span>
          <Badge tone={roles[role].tone} dot>
            {roles[role].name}
          </Badge>
        </li>
      ))}
    </ol>
  )
}
