/** What makes a spreadsheet take a cell for a formula; also behind apostrophes that a cell had before (OWASP, "CSV Injection"). */
const FORMULA = /^'*[=+\-@\t\r]/

/** A cell that no spreadsheet computes: one more apostrophe before what would begin a formula. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Takes the guard off again; any other cell stays as it is. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}
