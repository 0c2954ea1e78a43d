'use client'

import { memo, useDeferredValue, useMemo, useState } from 'react'
import { Badge, type Tone } from '#components/ui/badge'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { type Verdict, verdictOn } from './address-verdict.ts'
import type { ListReading } from './list-reading.ts'
import { useListSubject } from './list-subject.tsx'
import { SpokenStatus } from './spoken-status.tsx'

const answers = {
  yes: { word: 'Yes', tone: 'success' },
  no: { word: 'No', tone: 'danger' },
  unreadable: { word: 'Not an address', tone: 'neutral' },
} satisfies Record<Exclude<Verdict['kind'], 'nothing'>, { word: string; tone: Tone }>

/** Would this list, as it is typed now and not yet saved, admit an address? */
export const AddressTester = memo(function AddressTester({ reading }: { reading: ListReading | null }) {
  const subject = useListSubject()
  const [typed, setTyped] = useState('')
  const address = useDeferredValue(typed)
  const verdict = useMemo<Verdict>(
    () => (reading === null ? { kind: 'nothing' } : verdictOn(address, reading, subject)),
    [address, reading, subject],
  )
  return (
    <div className="grid gap-x-5 gap-y-2 @xl:grid-cols-[16rem_1fr]">
      <Field label="Test an address">
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          // The field stands in a form, which Enter would send.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          placeholder="203.0.113.7"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="address"
        />
      </Field>
      <div className="flex min-h-17 items-start @xl:min-h-11 gap-2.5 @xl:pt-9">
        <Answer verdict={verdict} />
      </div>
      <SpokenStatus text={verdict.kind === 'nothing' ? '' : `${answers[verdict.kind].word}. ${verdict.text}`} />
    </div>
  )
})

function Answer({ verdict }: { verdict: Verdict }) {
  if (verdict.kind === 'nothing') {
    return <p className="text-muted">Says whether the list above would admit it, saved or not</p>
  }
  const { word, tone } = answers[verdict.kind]
  return (
    <>
      <Badge tone={tone}>{word}</Badge>
      <p className="wrap-anywhere min-w-0">{verdict.text}</p>
    </>
  )
}
