'use client'

import { SecretReveal } from '#components/keys/secret-reveal'
import { CodeBlock } from '#components/ui/code-block'
import type { TokenRole } from '#lib/management-tokens/rules'
import { paths } from '#lib/paths'
import { adminCommand, environmentLines } from './admin-command.ts'

export type TokenRevealProps = { name: string; role: TokenRole; secret: string; origin: string }

export function TokenReveal({ name, role, secret, origin }: TokenRevealProps) {
  return (
    <SecretReveal {...{ name, secret }} subject="token" label="Management token" next={paths.managementTokens()}>
      <CodeBlock label=".env" copyLabel="Copy .env lines" code={environmentLines(origin, secret)} />
      <CodeBlock label="Try it" copyLabel="Copy curl command" code={adminCommand(origin, secret, role)} />
    </SecretReveal>
  )
}
