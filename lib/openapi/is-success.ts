/** Of a status as a document writes it: `200`, `2XX`. */
export function isSuccess(status: string): boolean {
  return /^[123]/.test(status)
}
