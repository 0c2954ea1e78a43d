import { type ListSubject, useListSubject } from './list-subject.tsx'

const forms = [
  { text: '203.0.113.7', meaning: 'one address' },
  { text: '2001:db8::7', meaning: 'one IPv6 address' },
  { text: '203.0.113.0/24', meaning: 'a network, 256 addresses' },
  { text: '203.0.113.10-203.0.113.19', meaning: 'a range, both ends included' },
]

const withNotes = [...forms, { text: '203.0.113.7 # Office', meaning: 'with a note' }]

const formsOf = {
  key: withNotes,
  listed_key: withNotes,
  token: forms,
  list: withNotes,
  ceiling: withNotes,
} satisfies Record<ListSubject, unknown>

/** What may be written, shown while nothing is. */
export function EntryForms() {
  const subject = useListSubject()
  return (
    <div className="overflow-y-auto px-3.5 py-3">
      <p className="text-muted">
        Separate entries by commas, spaces or new lines. A pasted list or JSON array is fine as it is.
      </p>
      <dl className="mt-3 grid gap-x-6 @md:gap-y-1.5 @md:grid-cols-[max-content_1fr]">
        {formsOf[subject].map(({ text, meaning }) => (
          <div key={text} className="contents">
            <dt className="address text-ink">{text}</dt>
            <dd className="text-muted @max-md:mb-2">{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
