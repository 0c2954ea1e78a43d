/** `problem`: something does not work or is not safe. `warning`: somebody should look. `skipped`: it could not be looked at from here. */
export type CheckLevel = 'ok' | 'warning' | 'problem' | 'skipped'

export type CheckArea = 'configuration' | 'database' | 'migrations' | 'clock' | 'dns' | 'disk' | 'server' | 'proxy'

/** One thing that was looked at. `text` and `fix` are for people and hold no secret. `settings`: lines of configuration. */
export type Check = {
  readonly area: CheckArea
  readonly name: string
  readonly level: CheckLevel
  readonly text: string
  readonly fix?: string
  readonly settings?: readonly string[]
}

type More = { readonly fix?: string; readonly settings?: readonly string[] }

/** Makes the checks of one area. */
export function checksOf(area: CheckArea) {
  const made =
    (level: CheckLevel) =>
    (name: string, text: string, more: More = {}): Check => ({ area, name, level, text, ...more })
  return { ok: made('ok'), warning: made('warning'), problem: made('problem'), skipped: made('skipped') }
}
