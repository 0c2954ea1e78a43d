/**
 * Scrolls the text so that the line of an offset is in the middle. Browsers do this when one types, but not, or not
 * all of them, when a selection is set.
 */
export function revealOffset(area: HTMLTextAreaElement, offset: number): void {
  // Lines wrap, so only the browser knows how tall the text before the offset is: a hidden twin is measured.
  const twin = document.createElement('textarea')
  twin.className = area.className
  twin.rows = 1
  twin.tabIndex = -1
  twin.ariaHidden = 'true'
  twin.value = area.value.slice(0, offset)
  const { style } = twin
  style.position = 'absolute'
  style.visibility = 'hidden'
  style.minHeight = '0'
  style.height = '0'
  style.width = `${area.offsetWidth}px`
  area.after(twin)
  const bottom = twin.scrollHeight
  twin.remove()
  const inView = bottom > area.scrollTop && bottom <= area.scrollTop + area.clientHeight
  if (!inView) area.scrollTop = bottom - area.clientHeight / 2
}
