'use client'

import { Checkbox } from '#components/ui/checkbox'
import { FieldError } from '#components/ui/field'
import { RadioCards } from '#components/ui/radio-cards'
import { type AlertKind, alertKinds } from '#lib/alerts/kinds'
import { kindWords } from '#lib/alerts/words'

type Chosen<Value> = { value: Value; onChange: (value: Value) => void }

const scopes = [
  { value: 'all', label: 'All alerts', description: 'Also kinds that a later version adds.' },
  { value: 'some', label: 'Only some', description: 'Those that you choose.' },
] as const

export type AlertChoiceProps = {
  scope: Chosen<'all' | 'some'>
  kinds: Chosen<AlertKind[]>
  error: string | undefined
}

/** Which alerts a webhook is sent. */
export function AlertChoice({ scope, kinds, error }: AlertChoiceProps) {
  const toggle = (kind: AlertKind, on: boolean) =>
    kinds.onChange(alertKinds.filter((one) => (one === kind ? on : kinds.value.includes(one))))
  return (
    <div className="flex flex-col gap-3">
      <RadioCards legend="Which alerts" name="scope" options={scopes} value={scope.value} onChange={scope.onChange} />
      {scope.value === 'some' && (
        <fieldset className="flex flex-col gap-2.5">
          <legend className="spoken">Kinds of alerts</legend>
          {alertKinds.map((kind) => (
            <Checkbox
              key={kind}
              label={kindWords[kind].label}
              description={kindWords[kind].explanation}
              checked={kinds.value.includes(kind)}
              onChange={(event) => toggle(kind, event.target.checked)}
            />
          ))}
          {error && <FieldError>{error}</FieldError>}
        </fieldset>
      )}
    </div>
  )
}
