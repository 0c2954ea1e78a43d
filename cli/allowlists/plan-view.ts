import type { View } from '../output.ts'
import { printable } from '../terminal/printable.ts'
import type { Style } from '../terminal/style.ts'
import type { ListedEntry } from '../wire.ts'
import type { DeclaredEntry } from './declared.ts'
import type { KeyPlan } from './plan-keys.ts'

/** What is to be done, as text for people and as data. */
export function planView(plans: readonly KeyPlan[]): View {
  return {
    value: { in_sync: plans.every(({ inSync }) => inSync), keys: plans.map(planValue) },
    human: (style) =>
      [...plans.flatMap((plan) => planLines(plan, style)), summary(plans)].map((line) => `${line}\n`).join(''),
    quiet: plans.filter(({ inSync }) => !inSync).map(({ found }) => found.id),
  }
}

function planLines(plan: KeyPlan, style: Style): readonly string[] {
  const { declared, found, add, change, undeclared, refusedCallers } = plan
  const name = printable(found.id === declared.key ? (found.key.name ?? '') : declared.key)
  const title = `${style.bold(name)} (${printable(found.id)})`
  if (plan.inSync) return [`${title}: in sync`]
  return [
    title,
    ...(plan.opens ? [style.red('  ! opens: the key will work from any address')] : []),
    ...(plan.closes ? ['  ! closes: the key works from any address now, and will work from its list only'] : []),
    ...add.map((entry) => style.green(`  + ${declaredText(entry)}`)),
    ...change.map(({ entry, why }) => `  ~ ${printable(`${textOf(entry)}  ${why.join(', ')}`)}`),
    ...undeclared.map((entry) => undeclaredLine(plan, entry, style)),
    ...(refusedCallers?.length
      ? [style.red(`  ! called lately and will be refused: ${printable(refusedCallers.join(', '))}`)]
      : []),
  ]
}

function undeclaredLine(plan: KeyPlan, entry: ListedEntry, style: Style): string {
  const text = printable([textOf(entry), entry.note ? `# ${entry.note}` : ''].filter((part) => part).join('  '))
  return removes(plan) ? style.red(`  - ${text}`) : `  ? ${text}  (not in the file; stays without --prune)`
}

/** Whether the entries that the file does not name go. Opening a key leaves no list behind. */
export function removes({ prune, opens }: KeyPlan): boolean {
  return prune || opens
}

function summary(plans: readonly KeyPlan[]): string {
  const count = (of: (plan: KeyPlan) => number) => plans.reduce((sum, plan) => sum + of(plan), 0)
  const removed = count((plan) => (removes(plan) ? plan.undeclared.length : 0))
  const staying = count((plan) => (removes(plan) ? 0 : plan.undeclared.length))
  if (plans.every(({ inSync }) => inSync)) return 'In sync.'
  return `${count(({ add }) => add.length)} to add, ${count(({ change }) => change.length)} to change, ${removed} to remove, ${staying} not in the file and staying.`
}

function declaredText({ cidr, note, expires }: DeclaredEntry): string {
  const more = [note === undefined ? '' : `# ${note}`, expires === null ? '' : `until ${expires.toISOString()}`]
  return printable([cidr, ...more.filter((part) => part !== '')].join('  '))
}

const textOf = ({ cidr, network }: ListedEntry) => cidr ?? network ?? ''

function planValue(plan: KeyPlan): unknown {
  const { found, add, change, undeclared } = plan
  return {
    key_id: found.id,
    name: found.key.name ?? '',
    kind: found.kind,
    in_sync: plan.inSync,
    opens: plan.opens,
    closes: plan.closes,
    add: add.map(({ cidr, note, expires }) => ({
      cidr,
      note: note ?? '',
      expire_time: expires?.toISOString() ?? null,
    })),
    change: change.map(({ entry, change: set }) => ({ entry_id: entry.entry_id, cidr: textOf(entry), set })),
    remove: removes(plan) ? undeclared : [],
    undeclared: removes(plan) ? [] : undeclared,
    refused_callers: plan.refusedCallers,
  }
}
