import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { RadioCards } from '#components/ui/radio-cards'
import { Time } from '#components/ui/time'
import type { Applies, PolicyDraft } from './policy-draft.ts'

export type PolicyFieldsProps = {
  draft: PolicyDraft
  onChange: (change: Partial<PolicyDraft>) => void
  problems: Partial<Record<keyof PolicyDraft, string>>
  /** From when the stored policy applies; null when it does not. */
  kept: string | null
}

const numbers = [
  { name: 'widestV4', label: 'Widest IPv4 prefix', hint: '16 allows /16 and narrower. Empty: any width.', max: 32 },
  { name: 'widestV6', label: 'Widest IPv6 prefix', hint: '48 allows /48 and narrower. Empty: any width.', max: 128 },
  {
    name: 'maxKeyLifeDays',
    label: 'Longest life of a key, in days',
    hint: 'Empty: a key may live for ever.',
    max: 3650,
  },
  {
    name: 'openDays',
    label: 'Days that a key may let any address through',
    hint: 'Then it loses its power. Its owners are warned before. Counted from when the key was opened, or from when this rule was first set, whichever is later. Empty: for ever.',
    max: 3650,
  },
] as const

/** The rules, and when they concern what exists already. */
export function PolicyFields({ draft, onChange, problems, kept }: PolicyFieldsProps) {
  return (
    <>
      <Checkbox
        label="Keys must be restricted"
        description="No key is open, only reports, or is bypassed."
        checked={draft.requireRestricted}
        onChange={(event) => onChange({ requireRestricted: event.target.checked })}
      />
      <Checkbox
        label="Entries must have a note"
        description="What a network is for, on every new entry of a list."
        checked={draft.requireNotes}
        onChange={(event) => onChange({ requireNotes: event.target.checked })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {numbers.map(({ name, label, hint, max }) => (
          <Field key={name} label={label} hint={hint} error={problems[name]}>
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={max}
              value={draft[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
              className="max-w-40"
            />
          </Field>
        ))}
      </div>
      <RadioCards<Applies>
        legend="What exists already"
        name="applies"
        options={kept === null ? choices.filter(({ value }) => value !== 'kept') : choices}
        value={draft.applies}
        onChange={(applies) => onChange({ applies })}
      />
      {draft.applies === 'kept' && kept !== null && (
        <p className="text-muted">
          Stored: from <Time instant={kept} show="time" /> on.
        </p>
      )}
      {draft.applies === 'date' && (
        <Field label="From this day on" error={problems.date} className="max-w-56">
          <Input type="date" value={draft.date} onChange={(event) => onChange({ date: event.target.value })} />
        </Field>
      )}
    </>
  )
}

const choices = [
  { value: 'saves', label: 'Leave it', description: 'Only what is saved from now on must obey.' },
  { value: 'kept', label: 'As it is stored', description: 'From the time at which this policy applies already.' },
  { value: 'now', label: 'From now on', description: 'Verification enforces the rules with the next request.' },
  { value: 'date', label: 'From a day on', description: 'Owners are warned 14 days, 7 days and a day before.' },
] as const satisfies readonly { value: Applies; label: string; description: string }[]
