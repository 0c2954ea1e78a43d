export const contentId = 'content'

/** First stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a
      href={`#${contentId}`}
      className="-translate-y-20 fixed top-3 left-3 z-70 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent shadow-raised transition-transform focus-visible:translate-y-0"
    >
      Skip to content
    </a>
  )
}
