/** The look shared by alert dialogs and the phone's navigation sheet. */
export const backdrop =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0'

export const viewport =
  'fixed inset-0 z-40 grid overflow-y-auto overscroll-contain p-3 max-sm:items-end sm:place-items-center sm:p-6'

export const popup =
  'w-full min-w-0 rounded-2xl border border-line bg-raised text-ink shadow-overlay outline-none transition-[opacity,translate,scale] duration-200 data-ending-style:translate-y-1 data-ending-style:scale-[0.985] data-starting-style:translate-y-2 data-starting-style:scale-[0.985] data-ending-style:opacity-0 data-starting-style:opacity-0'

export const sizes = { small: 'sm:max-w-md', medium: 'sm:max-w-lg', large: 'sm:max-w-2xl' }
