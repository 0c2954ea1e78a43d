/**
 * The slice of an OpenAPI 3.1 document that the API reference reads. Wider than the specification where that costs
 * nothing: what a document leaves out or gets wrong must not break the page.
 */
export type OpenApiDocument = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string | undefined }
  readonly tags?: readonly Tag[] | undefined
  readonly security?: readonly SecurityRequirement[] | undefined
  readonly paths?: Readonly<Record<string, PathItem>> | undefined
  readonly components?: Components | undefined
}

export type Components = {
  readonly schemas?: Readonly<Record<string, Schema>> | undefined
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>> | undefined
  readonly parameters?: Readonly<Record<string, Parameter>> | undefined
  readonly responses?: Readonly<Record<string, Response>> | undefined
}

export type Tag = { readonly name: string; readonly description?: string | undefined }

export const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const
export type Method = (typeof methods)[number]

export type PathItem = { readonly [method in Method]?: OperationObject | undefined } & {
  readonly parameters?: readonly Parameter[] | undefined
}

export type OperationObject = {
  readonly operationId?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly deprecated?: boolean | undefined
  readonly security?: readonly SecurityRequirement[] | undefined
  readonly parameters?: readonly Parameter[] | undefined
  readonly requestBody?: Body | undefined
  readonly responses?: Readonly<Record<string, Response>> | undefined
}

/** The names of schemes that are needed together; a list of these is a choice. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

export type SecurityScheme = {
  readonly $ref?: string | undefined
  readonly type?: string | undefined
  readonly description?: string | undefined
  /** Of type `http`: `bearer`, `basic`, … */
  readonly scheme?: string | undefined
  /** Of type `apiKey`: where it goes, and under which name. */
  readonly in?: string | undefined
  readonly name?: string | undefined
}

/** What parameters and headers share. */
export type Header = {
  readonly $ref?: string | undefined
  readonly description?: string | undefined
  readonly required?: boolean | undefined
  readonly deprecated?: boolean | undefined
  readonly schema?: Schema | undefined
  readonly example?: unknown
}

export type Parameter = Header & { readonly name?: string | undefined; readonly in?: string | undefined }

export type Body = {
  readonly $ref?: string | undefined
  readonly description?: string | undefined
  readonly required?: boolean | undefined
  readonly content?: Content | undefined
}

export type Response = {
  readonly $ref?: string | undefined
  readonly description?: string | undefined
  readonly headers?: Readonly<Record<string, Header>> | undefined
  readonly content?: Content | undefined
}

/** By media type. */
export type Content = Readonly<Record<string, Media>>

export type Media = {
  readonly schema?: Schema | undefined
  readonly example?: unknown
  readonly examples?:
    | Readonly<Record<string, { readonly $ref?: string | undefined; readonly value?: unknown }>>
    | undefined
}

export type Schema = {
  readonly $ref?: string | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly deprecated?: boolean | undefined
  /** `['string', 'null']` is how 3.1 says nullable. */
  readonly type?: string | readonly string[] | undefined
  readonly format?: string | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly default?: unknown
  readonly example?: unknown
  readonly examples?: readonly unknown[] | undefined

  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  readonly pattern?: string | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly exclusiveMinimum?: number | undefined
  readonly exclusiveMaximum?: number | undefined
  readonly multipleOf?: number | undefined
  readonly minItems?: number | undefined
  readonly maxItems?: number | undefined
  readonly uniqueItems?: boolean | undefined
  readonly minProperties?: number | undefined
  readonly maxProperties?: number | undefined

  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly additionalProperties?: Schema | boolean | undefined
  readonly items?: Schema | undefined
  readonly prefixItems?: readonly Schema[] | undefined
  readonly allOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly anyOf?: readonly Schema[] | undefined
}
