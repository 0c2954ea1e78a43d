type Hold = (event: PopStateEvent) => void

let hold: Hold | null = null

// Browsers call the listeners of this event in the order in which they were added, capturing or not. The router adds its own
// when it starts, so this one is added by instrumentation-client.ts before that.
if (typeof window !== 'undefined') window.addEventListener('popstate', (event) => hold?.(event))

/** Hears of Back and Forward before the router does, and may keep it from hearing. Answers how to stop. */
export function holdBack(next: Hold): () => void {
  hold = next
  return () => {
    if (hold === next) hold = null
  }
}
