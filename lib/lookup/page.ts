/** Where a page begins; of one that is read the other way, where it ends. The place itself is on neither. */
export type Cursor<P> = { readonly side: 'after' | 'before'; readonly at: P }

/** As it stands in an address. */
export type LookupCursor = Cursor<string>

/** A cursor whose text can be read; else null, which is the first page. */
export function readCursor<P>(cursor: LookupCursor | null, read: (text: string) => P | null): Cursor<P> | null {
  const at = cursor === null ? null : read(cursor.at)
  return cursor === null || at === null ? null : { side: cursor.side, at }
}

/** The page that follows a place; null: the first. */
export function pageAfter(at: string | null): LookupCursor | null {
  return at === null ? null : { side: 'after', at }
}

/** What is shown on a page. `previous` and `next`: places before and after which there is more; null: none that way. */
export type Page<T> = { items: T[]; previous: string | null; next: string | null }

export const LOOKUP_PAGE = 50

/** Something found, and its place in the order that is walked. */
export type Found<P, T> = { place: P; item: T }

/** Found on a walk in one direction. `further`: beyond it there is, or may be, more; null: nothing. */
export type Walk<P, T> = { found: Found<P, T>[]; further: P | null }

/** Walks on from a cursor; null: from the first place of all. */
export type Walker<P, T> = (from: Cursor<P> | null) => Promise<Walk<P, T>>

/** A page beside a cursor, read either way. What has less than a page before it is shown as the first page. */
export async function pageBeside<P, T>(
  cursor: Cursor<P> | null,
  walk: Walker<P, T>,
  textOf: (place: P) => string,
): Promise<Page<T>> {
  const { found, further } = await walk(cursor)
  const isBackwards = cursor?.side === 'before'
  if (isBackwards && further === null && found.length < LOOKUP_PAGE) return pageBeside(null, walk, textOf)
  if (isBackwards) found.reverse()
  const text = (place: P | null | undefined) => (place === null || place === undefined ? null : textOf(place))
  // A page may be empty and not the last: then both ways lead from where its walk stopped.
  const first = text(found.at(0)?.place ?? further)
  const last = text(found.at(-1)?.place ?? further)
  return {
    items: found.map(({ item }) => item),
    previous: isBackwards ? text(further) : cursor && first,
    next: isBackwards ? last : text(further),
  }
}

/** `end`: where to go on; null when there are no further ones. */
export type Chunk<P> = { places: P[]; end: P | null }

export type ChunkReader<P, T> = {
  read: (from: Cursor<P> | null) => Promise<Chunk<P>>
  /** Tells what of a chunk's places counts; null: that one does not. */
  judge: (places: readonly P[]) => Promise<(place: P) => T | null>
  mostChunks: number
  mostMs: number
}

/** Walks in chunks until one more than a page counts, for so many chunks and so long. */
export async function walkChunks<P, T>(from: Cursor<P> | null, reader: ChunkReader<P, T>): Promise<Walk<P, T>> {
  const found: Found<P, T>[] = []
  const end = performance.now() + reader.mostMs
  let cursor = from
  for (let chunk = 0; chunk < reader.mostChunks && performance.now() < end; chunk++) {
    const { places, end: rest } = await reader.read(cursor)
    const itemOf = await reader.judge(places)
    for (const place of places) {
      const item = itemOf(place)
      if (item === null) continue
      if (found.length === LOOKUP_PAGE) return { found, further: found.at(-1)?.place ?? null }
      found.push({ place, item })
    }
    if (rest === null) return { found, further: null }
    cursor = { side: from?.side ?? 'after', at: rest }
  }
  return { found, further: cursor?.at ?? null }
}
