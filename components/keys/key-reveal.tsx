'use client'

import { CodeBlock } from '#components/ui/code-block'
import { paths } from '#lib/paths'
import { SecretReveal } from './secret-reveal.tsx'
import { verifyCommand } from './verify-command.ts'

export type KeyRevealProps = { name: string; secret: string; origin: string }

export function KeyReveal({ name, secret, origin }: KeyRevealProps) {
  return (
    <SecretReveal subject="key" label="API key" name={name} secret={secret} next={paths.apiKeys()}>
      <CodeBlock label=".env" copyLabel="Copy .env line" code={`GATELIST_API_KEY=${secret}`} />
      <CodeBlock label="Try it" copyLabel="Copy curl command" code={verifyCommand(origin, secret)} />
    </SecretReveal>
  )
}
