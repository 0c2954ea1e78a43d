import { hash } from 'node:crypto'

/** Gives what was made of the same text before, or makes it; null when nothing can be made of it. */
export type Share<T extends object> = (id: string, text: string, make: (text: string) => T | null) => T | null

/**
 * Makes one object of what many records are read with, so that a list is in memory once however many keys use it. An object
 * stays known under its id for as long as somebody holds it. The text itself is compared, by its digest, so nothing can be old.
 */
export function shareWeakly<T extends object>(): Share<T> {
  const known = new Map<string, { digest: string; made: WeakRef<T> }>()
  const dropped = new FinalizationRegistry<string>((id) => {
    if (known.get(id)?.made.deref() === undefined) known.delete(id)
  })
  return (id, text, make) => {
    const digest = hash('sha256', text, 'base64')
    const before = known.get(id)
    const same = before?.digest === digest ? before.made.deref() : undefined
    if (same !== undefined) return same
    const made = make(text)
    if (made === null) return null
    known.set(id, { digest, made: new WeakRef(made) })
    dropped.register(made, id)
    return made
  }
}
