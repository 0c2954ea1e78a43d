import { Fragment } from 'react'

/** A path, with its parameters in another colour, broken across lines at its slashes only. */
export function PathText({ path }: { path: string }) {
  return path.split(/(?=\/)/).map((step, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {step.split(/(\{[^}]*\})/).map((piece) =>
        piece.startsWith('{') ? (
          <span key={piece} className="text-accent-ink">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </Fragment>
  ))
}
