import type { OpenApiDocument, OperationObject, SecurityScheme } from './document.ts'
import { resolve } from './resolve.ts'

/** How a caller shows who it is. */
export type Security = {
  readonly choices: readonly Credential[]
  /** It also answers without. */
  readonly optional: boolean
}

export type Credential = {
  readonly name: string
  readonly description: string | null
  /** As it goes on the wire, the secret as a shell variable. Null where the document does not say. */
  readonly header: { readonly name: string; readonly value: string } | null
}

/** Of an operation, or of the whole document when the operation says nothing. Null: none is needed. */
export function securityOf(document: OpenApiDocument, operation: OperationObject): Security | null {
  const requirements = operation.security ?? document.security ?? []
  const names = requirements.flatMap((requirement) => Object.keys(requirement))
  if (names.length === 0) return null
  return {
    choices: [...new Set(names)].map((name) => credentialOf(document, name)),
    optional: requirements.some((requirement) => Object.keys(requirement).length === 0),
  }
}

function credentialOf(document: OpenApiDocument, name: string): Credential {
  const scheme = resolve(document, document.components?.securitySchemes?.[name] ?? {})?.value ?? {}
  return { name: wordsOf(name), description: scheme.description ?? null, header: headerOf(scheme, shellVariable(name)) }
}

function headerOf({ type, scheme, in: place, name }: SecurityScheme, variable: string): Credential['header'] {
  if (type === 'http') {
    const word = scheme ?? 'bearer'
    return { name: 'Authorization', value: `${word.charAt(0).toUpperCase()}${word.slice(1)} ${variable}` }
  }
  return type === 'apiKey' && place === 'header' && name !== undefined ? { name, value: variable } : null
}

/** `managementToken` → `management token`, `apiKey` → `API key`. */
function wordsOf(name: string): string {
  return partsOf(name)
    .join(' ')
    .toLowerCase()
    .replace(/\bapi\b/, 'API')
}

/** `managementToken` → `$MANAGEMENT_TOKEN`. */
function shellVariable(name: string): string {
  return `$${partsOf(name).join('_').toUpperCase()}`
}

function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
}
