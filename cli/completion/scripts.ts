import { bash } from './bash.ts'
import type { Node } from './command-tree.ts'
import { fish } from './fish.ts'
import { zsh } from './zsh.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]
type Script = { readonly howTo: string; readonly write: (nodes: readonly Node[]) => string }

/** For each shell, how to use its script and how to write it. */
export const scripts: Readonly<Record<Shell, Script>> = {
  bash: { howTo: 'source <(gatelist completion bash)', write: bash },
  zsh: { howTo: 'source <(gatelist completion zsh), after compinit', write: zsh },
  fish: { howTo: 'gatelist completion fish | source', write: fish },
}
