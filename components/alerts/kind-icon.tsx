import {
  Ban,
  CalendarClock,
  Gavel,
  KeyRound,
  type LucideIcon,
  MessageSquareWarning,
  ShieldAlert,
  TrendingUp,
  UnfoldHorizontal,
  Unplug,
  UserPlus,
} from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { AlertKind } from '#lib/alerts/kinds'

const looks = {
  first_refusal: { Icon: Ban, tone: 'border-warning-line bg-warning-wash text-warning-ink' },
  refusal_spike: { Icon: TrendingUp, tone: 'border-danger-line bg-danger-wash text-danger-ink' },
  new_caller: { Icon: UserPlus, tone: 'border-info-line bg-info-wash text-info-ink' },
  list_widened: { Icon: UnfoldHorizontal, tone: 'border-info-line bg-info-wash text-info-ink' },
  entry_expiring: { Icon: CalendarClock, tone: 'border-warning-line bg-warning-wash text-warning-ink' },
  key_expiring: { Icon: KeyRound, tone: 'border-warning-line bg-warning-wash text-warning-ink' },
  policy_warning: { Icon: Gavel, tone: 'border-warning-line bg-warning-wash text-warning-ink' },
  staff_action: { Icon: ShieldAlert, tone: 'border-danger-line bg-danger-wash text-danger-ink' },
  staff_request: { Icon: MessageSquareWarning, tone: 'border-warning-line bg-warning-wash text-warning-ink' },
  webhook_disabled: { Icon: Unplug, tone: 'border-danger-line bg-danger-wash text-danger-ink' },
} as const satisfies Record<AlertKind, { Icon: LucideIcon; tone: string }>

/** Decoration: the words beside it say the same. */
export function KindIcon({ kind }: { kind: AlertKind }) {
  const { Icon, tone } = looks[kind]
  return (
    <span aria-hidden="true" className={classNames('grid size-9 shrink-0 place-items-center rounded-lg border', tone)}>
      <Icon className="size-4.5" />
    </span>
  )
}
