/** No half of a surrogate pair, which has no UTF-8 form: two texts could turn into the same bytes. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
