'use client'

import { SecretReveal } from '#components/keys/secret-reveal'
import { CodeBlock } from '#components/ui/code-block'
import { paths } from '#lib/paths'
import { environmentLines } from '../management-tokens/admin-command.ts'
import { staffCommand } from './staff-command.ts'

export type StaffTokenRevealProps = { name: string; secret: string; origin: string }

export function StaffTokenReveal({ name, secret, origin }: StaffTokenRevealProps) {
  return (
    <SecretReveal {...{ name, secret }} subject="token" label="Staff token" next={paths.staffTokens()}>
      <CodeBlock label=".env" copyLabel="Copy .env lines" code={environmentLines(origin, secret)} />
      <CodeBlock label="Try it" copyLabel="Copy curl command" code={staffCommand(origin, secret)} />
    </SecretReveal>
  )
}
