import type { OperationGroup, Reference } from './reference.ts'
import type { Credential } from './security.ts'

/** A credential, and which sections ask for it. */
export type UsedCredential = Credential & { readonly sections: readonly Pick<OperationGroup, 'slug' | 'title'>[] }

/** How callers show who they are, over the whole of the API. */
export function credentialsOf({ groups }: Reference): readonly UsedCredential[] {
  const byName = new Map<string, UsedCredential>()
  for (const { slug, title, operations } of groups) {
    for (const credential of operations.flatMap(({ security }) => security?.choices ?? [])) {
      const { sections } = byName.get(credential.name) ?? { sections: [] }
      const isKnown = sections.some((section) => section.slug === slug)
      byName.set(credential.name, { ...credential, sections: isKnown ? sections : [...sections, { slug, title }] })
    }
  }
  return [...byName.values()]
}
