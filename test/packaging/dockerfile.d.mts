export type Instruction = {
  readonly keyword: string
  readonly text: string
  readonly flags: Readonly<Record<string, string>>
  readonly words: readonly string[]
  readonly json: string[] | undefined
  readonly pairs: Readonly<Record<string, string>>
}

export function instructionsOf(text: string): Instruction[]
