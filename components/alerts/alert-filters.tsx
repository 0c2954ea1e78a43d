'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Select } from '#components/ui/select'
import { alertKinds, isAlertKind } from '#lib/alerts/kinds'
import { listQuery } from '#lib/alerts/list-query'
import type { AlertFilter } from '#lib/alerts/views'
import { kindWords } from '#lib/alerts/words'
import { paths } from '#lib/paths'

const kinds = [
  { value: '', label: 'All kinds' },
  ...alertKinds.map((kind) => ({ value: kind, label: kindWords[kind].label })),
]

const states = [
  { value: '', label: 'All alerts' },
  { value: '1', label: 'Unread only' },
]

/** A plain GET form, so that it works without our script; with it a choice applies at once. */
export function AlertFilters({ filter }: { filter: AlertFilter }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const apply = (form: HTMLFormElement | null) => {
    if (form === null) return
    const typed = new FormData(form)
    const kind = String(typed.get('kind') ?? '')
    const next = { kind: isAlertKind(kind) ? kind : null, unreadOnly: typed.get('unread') === '1' }
    startTransition(() => router.replace(paths.alerts(listQuery(next)), { scroll: false }))
  }
  return (
    <search>
      <form
        key={JSON.stringify(filter)}
        action={paths.alerts()}
        method="get"
        aria-label="Filter alerts"
        aria-busy={pending}
        className="grid grid-cols-2 gap-2 sm:flex"
        onSubmit={(event) => {
          event.preventDefault()
          apply(event.currentTarget)
        }}
      >
        <Field label="Kind" hideLabel>
          <Select
            name="kind"
            options={kinds}
            defaultValue={filter.kind ?? ''}
            onChange={(event) => apply(event.target.form)}
          />
        </Field>
        <Field label="State" hideLabel>
          <Select
            name="unread"
            options={states}
            defaultValue={filter.unreadOnly ? '1' : ''}
            onChange={(event) => apply(event.target.form)}
          />
        </Field>
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
    </search>
  )
}
