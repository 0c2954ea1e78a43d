'use client'

import { CodeBlock } from '#components/ui/code-block'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import { FirstCall } from './first-call.tsx'
import { SecretReveal } from './secret-reveal.tsx'
import { verifyCommand } from './verify-command.ts'

export type KeyRevealProps = {
  id: string
  name: string
  secret: string
  origin: string
  /** The key took the place of another one. */
  rotation?: { oldWorksUntil: Date | null }
}

export function KeyReveal({ id, name, secret, origin, rotation }: KeyRevealProps) {
  const added = rotation === undefined ? {} : rotationWords(name, rotation.oldWorksUntil)
  return (
    <SecretReveal
      subject="key"
      label="API key"
      name={name}
      secret={secret}
      next={rotation === undefined ? paths.apiKeys() : paths.apiKey(id)}
      {...added}
    >
      <CodeBlock label=".env" copyLabel="Copy .env line" code={`GATELIST_API_KEY=${secret}`} />
      <CodeBlock label="Try it" copyLabel="Copy curl command" code={verifyCommand(origin, secret)} />
      <FirstCall keyId={id} />
    </SecretReveal>
  )
}

function rotationWords(name: string, oldWorksUntil: Date | null) {
  return {
    title: `${name} has a new key`,
    ifLost: 'If it is lost, rotate the new key again.',
    description:
      oldWorksUntil === null ? (
        'It works from this moment on, and the old one has stopped working.'
      ) : (
        <>
          It works from this moment on. The old one works too, until <Time instant={oldWorksUntil} show="time" />.
        </>
      ),
  }
}
