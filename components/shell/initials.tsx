/** A person or a workspace as one or two letters. Decoration: the name stands beside it. */
export function Initials({ name, square = false }: { name: string; square?: boolean | undefined }) {
  const letters = name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join('')
  return (
    <span
      aria-hidden="true"
      className={`grid size-8 shrink-0 place-items-center border border-accent-line bg-accent-wash font-semibold text-accent-ink text-xs ${square ? 'rounded-lg' : 'rounded-full'}`}
    >
      {letters || '·'}
    </span>
  )
}
