/** Of the page that describes the objects. No section has it. */
export const OBJECTS_SLUG = 'objects'

/** Text as part of an address: `Issued keys` → `issued-keys`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
