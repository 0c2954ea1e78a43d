'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { Spinner } from '#components/ui/spinner'
import { paths } from '#lib/paths'

/** What the address says, as the fields take it. */
export type TrailFilterFields = Readonly<
  Partial<Record<'actor' | 'key' | 'workspace' | 'address' | 'action' | 'door' | 'from' | 'to' | 'staff', string>>
>

type Option = { value: string; label: string }

export type TrailFiltersProps = {
  fields: TrailFilterFields
  /** What could not be read, by the name of its field. */
  problems: Readonly<Partial<Record<keyof TrailFilterFields, string>>>
  actions: readonly { value: string; label: string; actions: readonly Option[] }[]
  isFiltered: boolean
}

const doors = [
  { value: '', label: 'Any way in' },
  { value: 'dashboard', label: 'Dashboard' },
  { value: 'api', label: 'API' },
  { value: 'cli', label: 'CLI' },
  { value: 'server', label: 'The server itself' },
]

/** A plain GET form, so that it works without our script; with it, the address holds only what was filled in. */
export function TrailFilters({ fields, problems, actions, isFiltered }: TrailFiltersProps) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const apply = (form: HTMLFormElement) => {
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))
    startTransition(() => router.push(paths.staffAudit(typed), { scroll: false }))
  }
  const groups = actions.map(({ value, label, actions: options }) => ({
    label,
    options: [{ value, label: `${label}: anything` }, ...options],
  }))
  const text = (name: keyof TrailFilterFields) => ({
    name,
    defaultValue: fields[name],
    maxLength: 300,
    spellCheck: false,
  })
  return (
    <search>
      <form
        key={JSON.stringify(fields)}
        action={paths.staffAudit()}
        method="get"
        aria-label="Filter events"
        aria-busy={pending}
        className="grid grid-cols-2 gap-3 rounded-xl border border-line bg-surface p-4 shadow-card lg:grid-cols-4"
        onSubmit={(event) => {
          event.preventDefault()
          apply(event.currentTarget)
        }}
      >
        <Field label="Who" error={problems.actor}>
          <Input {...text('actor')} placeholder="E-mail, token or id" autoComplete="off" />
        </Field>
        <Field label="Key or list" error={problems.key}>
          <Input {...text('key')} placeholder="Name or id" autoComplete="off" />
        </Field>
        <Field label="Workspace" error={problems.workspace}>
          <Input {...text('workspace')} placeholder="Name or id" autoComplete="off" />
        </Field>
        <Field label="Address" error={problems.address}>
          <Input {...text('address')} placeholder="203.0.113.7 or 203.0.113.0/24" autoComplete="off" />
        </Field>
        <Field label="What happened" error={problems.action}>
          <Select
            name="action"
            options={[{ value: '', label: 'Anything' }]}
            groups={groups}
            defaultValue={fields.action ?? ''}
          />
        </Field>
        <Field label="Way in" error={problems.door}>
          <Select name="door" options={doors} defaultValue={fields.door ?? ''} />
        </Field>
        <Field label="From (UTC)" error={problems.from} className="max-sm:col-span-2">
          <Input type="datetime-local" name="from" defaultValue={fields.from} step="any" />
        </Field>
        <Field label="Until (UTC)" error={problems.to} className="max-sm:col-span-2">
          <Input type="datetime-local" name="to" defaultValue={fields.to} step="any" />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-3 col-span-2 lg:col-span-4">
          <Checkbox name="staff" value="1" label="Only what staff did" defaultChecked={fields.staff === '1'} />
          <span className="flex gap-2">
            {isFiltered && <ButtonLink href={paths.staffAudit()}>Clear filters</ButtonLink>}
            <Button type="submit" variant="primary">
              {pending && <Spinner />}
              Filter
            </Button>
          </span>
        </div>
      </form>
    </search>
  )
}
