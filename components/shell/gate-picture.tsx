import { Check, X } from 'lucide-react'
import { classNames } from '#components/ui/class-names'

const callers = [
  { address: '203.0.113.101', allowed: true },
  { address: '198.51.100.7', allowed: false },
  { address: '2001:db8:4::21', allowed: true },
  { address: '192.0.2.66', allowed: false },
]

/** What the product does, at a glance: one key, four callers, two answers. */
export function GatePicture() {
  return (
    <div className="w-full max-w-md">
      <h2 className="font-semibold text-2xl">A stolen key is no use elsewhere.</h2>
      <p className="mt-2 text-base text-muted">
        Each key works only from the addresses you list. A saved change rules the very next request.
      </p>
      <figure aria-label="Two callers from listed addresses get 200, two others get 403." className="mt-9">
        <div className="flex items-center justify-between rounded-t-xl border border-line bg-surface px-4 py-3 shadow-card">
          <span className="address">gl_live_…k3Qx</span>
          <span className="address text-muted">203.0.113.100/30, 2001:db8:4::/48</span>
        </div>
        <ul className="rounded-b-xl border border-line border-t-0 bg-canvas py-2">
          {callers.map(({ address, allowed }) => (
            <li key={address} className="flex h-11 items-center px-4">
              <span className={classNames('address w-36', !allowed && 'text-muted')}>{address}</span>
              <Way allowed={allowed} />
              <Answer allowed={allowed} />
            </li>
          ))}
        </ul>
      </figure>
    </div>
  )
}

/** The mark's motif: the line goes through the gate, or stops before it. */
function Way({ allowed }: { allowed: boolean }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 160 44" className="h-11 min-w-0 flex-1" fill="none" strokeLinecap="round">
      <path d="M96 0v13M96 31v13" className="stroke-line-strong" strokeWidth="3" />
      <path
        d={allowed ? 'M8 22h144' : 'M8 22h72'}
        strokeWidth="2.5"
        className={allowed ? 'stroke-accent' : 'stroke-line-strong'}
        strokeDasharray={allowed ? undefined : '1 6'}
      />
    </svg>
  )
}

function Answer({ allowed }: { allowed: boolean }) {
  const Icon = allowed ? Check : X
  return (
    <span
      className={classNames(
        'figures inline-flex w-14 items-center justify-end gap-1.5 font-medium',
        allowed ? 'text-success-ink' : 'text-danger-ink',
      )}
    >
      <Icon aria-hidden="true" className="size-4" strokeWidth={2.5} />
      {allowed ? 200 : 403}
    </span>
  )
}
