/** How many alerts nobody has read; nothing where there are none. More than 99 are "99+". */
export function UnreadCount({ count }: { count: number }) {
  if (count === 0) return null
  const text = count > 99 ? '99+' : String(count)
  return (
    <span className="figures ml-auto inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 font-semibold text-on-accent text-xs">
      {text}
      <span className="spoken"> unread</span>
    </span>
  )
}
