'use client'

import { useRouter } from 'next/navigation'
import { type ChangeEvent, useTransition } from 'react'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Select } from '#components/ui/select'
import { paths, withQuery } from '#lib/paths'

export type ReasonFilterProps = {
  keyId: string
  /** As the address has it; undefined for the one that is there by default. */
  range: string | undefined
  reason: string | null
  reasons: readonly { value: string; label: string }[]
}

/** Refusals for one reason. What is chosen stands in the address of the page. */
export function ReasonFilter({ keyId, range, reason, reasons }: ReasonFilterProps) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const page = paths.apiKeyRefused(keyId)
  const choose = ({ target }: ChangeEvent<HTMLSelectElement>) =>
    startTransition(() => router.replace(withQuery(page, { range, reason: target.value }), { scroll: false }))
  return (
    <form action={page} method="get" aria-label="Filter refusals" className="flex gap-2">
      {range !== undefined && <input type="hidden" name="range" value={range} />}
      <Field label="Reason" hideLabel>
        <Select
          name="reason"
          options={[{ value: '', label: 'All reasons' }, ...reasons]}
          defaultValue={reason ?? ''}
          onChange={choose}
          aria-busy={pending || undefined}
        />
      </Field>
      <noscript>
        <Button type="submit">Filter</Button>
      </noscript>
    </form>
  )
}
