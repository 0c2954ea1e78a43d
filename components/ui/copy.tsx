/**
 * Puts text on the clipboard; false when the browser would not.
 *
 * `navigator.clipboard` exists only on https and localhost, and a self-hosted server is often plain http on a
 * private network, so the older command is the second way. Its textarea stands beside `near`, because inside a
 * modal dialog an element elsewhere cannot hold the selection.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text, near)
  }
}

function copyBySelection(text: string, near: HTMLElement): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'spoken'
  area.setAttribute('aria-hidden', 'true')
  near.after(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
    near.focus()
  }
}
