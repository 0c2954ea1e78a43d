export type QrPictureProps = { size: number; path: string; label: string }

/** Light modules around it belong to the code, so it stands on white in either theme. */
const QUIET = 4

export function QrPicture({ size, path, label }: QrPictureProps) {
  const side = size + 2 * QUIET
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="w-full max-w-60 shrink-0 rounded-lg border border-line bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
