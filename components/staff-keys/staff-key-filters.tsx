'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { Spinner } from '#components/ui/spinner'
import { TextLink } from '#components/ui/text-link'
import { type KeyListState, keyListQuery, readKeyList } from '#lib/key-profiles/list-query'
import { keyOrderText } from '#lib/key-profiles/list-sort'
import { looksSecret } from '#lib/lookup/looks-secret'
import { paths } from '#lib/paths'
import { accessOptions, sortOptions, stateOptions } from './filter-choices.ts'
import { MoreFilters } from './more-filters.tsx'

const TYPING_PAUSE_MS = 300

/** A plain GET form, so the filters work without our script; with it they apply while typing. */
export function StaffKeyFilters({ state }: { state: KeyListState }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [isSecret, setIsSecret] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // Back, forward, chips and views change the address; what was chosen here last has done so itself.
  const address = JSON.stringify(keyListQuery({ ...state, cursor: null, view: null }))
  const applied = useRef(address)
  const [seen, setSeen] = useState(address)
  useEffect(() => {
    if (address !== applied.current) setSeen(address)
    applied.current = address
  }, [address])

  const apply = () => {
    clearTimeout(timer.current)
    if (form.current === null) return
    const typed = Object.fromEntries(new FormData(form.current))
    // A secret in an address would be kept by the browser and by every log on the way.
    const hasSecret = looksSecret(String(typed.q ?? ''))
    setIsSecret(hasSecret)
    if (hasSecret) return
    const query = keyListQuery({ ...readKeyList(typed), cursor: null, view: state.view })
    applied.current = JSON.stringify(keyListQuery({ ...readKeyList(typed), cursor: null, view: null }))
    startTransition(() => router.replace(paths.staffKeys(query), { scroll: false }))
  }
  const applySoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(apply, TYPING_PAUSE_MS)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  const { filter, order } = state
  return (
    <search>
      <form
        key={seen}
        ref={form}
        action={paths.staffKeys()}
        method="get"
        onSubmit={submit}
        aria-label="Filter keys"
        aria-busy={pending}
        className="flex flex-col gap-3"
      >
        <div className="grid grid-cols-2 gap-2 lg:grid-cols-[1fr_auto_auto_auto]">
          <Field label="Search" hideLabel className="max-lg:col-span-2" error={isSecret ? <SecretFound /> : undefined}>
            <Input
              type="search"
              name="q"
              defaultValue={filter.q}
              onChange={applySoon}
              maxLength={200}
              placeholder="Name, prefix, last four, workspace, owner, or key id"
              autoComplete="off"
              spellCheck={false}
              leading={pending ? <Spinner /> : <Search />}
            />
          </Field>
          <Field label="State" hideLabel>
            <Select name="state" options={stateOptions} defaultValue={filter.state} onChange={apply} />
          </Field>
          <Field label="Access" hideLabel>
            <Select name="access" options={accessOptions} defaultValue={filter.access ?? ''} onChange={apply} />
          </Field>
          <Field label="Order" hideLabel className="max-lg:col-span-2">
            <Select name="sort" options={sortOptions} defaultValue={keyOrderText(order)} onChange={apply} />
          </Field>
        </div>
        <MoreFilters filter={filter} apply={apply} />
        {filter.workspace !== null && <input type="hidden" name="workspace" value={filter.workspace} />}
        {filter.owner !== null && <input type="hidden" name="owner" value={filter.owner} />}
        {state.view !== null && <input type="hidden" name="view" value={state.view} />}
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
    </search>
  )
}

function SecretFound() {
  return (
    <>
      This looks like a key’s secret, so it was not sent. Find its key by the{' '}
      <TextLink href={paths.staffLookup()}>look-up</TextLink>, which keeps no trace of it.
    </>
  )
}
