import type { OpenApiDocument, Schema } from './document.ts'

const key: Schema = {
  type: 'object',
  required: ['key_id', 'name', 'access_mode'],
  properties: {
    key_id: { type: 'string', format: 'uuid', example: '01890a5d-ac96-774b-bcce-b302099a8057' },
    name: { type: 'string', minLength: 1, maxLength: 128, example: 'Payments' },
    access_mode: { $ref: '#/components/schemas/AccessMode', default: 'ACCESS_MODE_OPEN' },
    ip_restriction: {
      allOf: [
        { $ref: '#/components/schemas/IpRestriction' },
        { type: ['object', 'null'], description: 'Where it works from; `null` for anywhere.' },
      ],
    },
    metadata: { type: ['object', 'null'], additionalProperties: { type: 'string' }, example: { team: 'core' } },
    expire_time: { type: ['string', 'null'], format: 'date-time' },
    replaces: { oneOf: [{ $ref: '#/components/schemas/Key' }, { type: 'null' }] },
    old_key_id: { type: 'string', deprecated: true },
  },
}

const restriction: Schema = {
  type: 'object',
  required: ['allowed_cidrs'],
  properties: {
    allowed_cidrs: {
      type: 'array',
      maxItems: 10_000,
      items: { type: 'string', maxLength: 43, example: '203.0.113.0/24' },
      description: 'Addresses and networks.\n\nAn empty list opens the key: see [the guide](/docs#allowlists).',
    },
  },
}

const grant: Schema = {
  oneOf: [
    {
      type: 'object',
      required: ['kind', 'ttl_seconds'],
      properties: { kind: { const: 'temporary' }, ttl_seconds: { type: 'integer', minimum: 60, maximum: 86_400 } },
    },
    { title: 'For good', type: 'object', required: ['kind'], properties: { kind: { const: 'permanent' } } },
  ],
}

const status: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'integer', example: 3 },
    message: { type: 'string', example: 'invalid argument' },
    details: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
}

const asJson = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })
const refusal = { $ref: '#/components/responses/Refusal' }

/** A document with all that the reference has to know how to read. */
export const fixture = {
  info: { title: 'Sample API', version: '2', description: 'Keys and where they work.' },
  tags: [
    { name: 'Keys', description: 'Make keys and change them.' },
    { name: 'Nothing', description: 'No operation has this tag.' },
  ],
  security: [{ managementToken: [] }],
  components: {
    securitySchemes: {
      managementToken: { type: 'http', scheme: 'bearer', description: 'Of a role that suffices.' },
      operator: { type: 'apiKey', in: 'header', name: 'X-Operator' },
    },
    schemas: {
      Key: key,
      IpRestriction: restriction,
      Grant: grant,
      Status: status,
      AccessMode: { type: 'string', enum: ['ACCESS_MODE_OPEN', 'ACCESS_MODE_ENFORCE'] },
      Loop: { $ref: '#/components/schemas/Loop' },
      Tree: {
        type: 'object',
        required: ['name', 'children'],
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
        },
      },
    },
    responses: { Refusal: { description: 'Refused', content: asJson('Status') } },
    parameters: {
      KeyId: { name: 'id', in: 'path', required: true, schema: { type: 'string', example: 'key 1/2' } },
    },
  },
  paths: {
    '/v1/ip': { get: { security: [], summary: 'Your address', responses: { 200: { description: 'It' } } } },
    '/v2/keys': {
      get: {
        tags: ['Keys'],
        operationId: 'listKeys',
        summary: 'List keys',
        parameters: [
          { name: 'page_size', in: 'query', schema: { type: ['integer', 'null'], maximum: 100 } },
          { name: 'filter', in: 'query', required: true, schema: { type: 'string' }, example: `name="Pay*"` },
        ],
        responses: {
          200: {
            description: 'A page of them',
            headers: { ETag: { required: true, schema: { type: 'string' }, description: 'Its version.' } },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { keys: { type: 'array', items: { $ref: '#/components/schemas/Key' } } },
                },
              },
            },
          },
          400: refusal,
          401: refusal,
        },
      },
      post: {
        tags: ['Keys'],
        summary: 'Make a key',
        description: 'The secret is shown **once**.\n\nRead `ip_restriction` first.',
        security: [{ managementToken: [] }, { operator: [] }, {}],
        requestBody: { required: true, content: asJson('Key') },
        responses: { 201: { description: 'Made', content: asJson('Key') }, 400: refusal },
      },
    },
    '/v2/keys/{id}:grant': {
      parameters: [{ $ref: '#/components/parameters/KeyId' }],
      post: {
        tags: ['Keys'],
        summary: 'Grant it',
        deprecated: true,
        parameters: [
          { name: 'If-Match', in: 'header', required: true, schema: { type: 'string', example: `"it's 7"` } },
        ],
        requestBody: { content: asJson('Grant') },
        responses: { 204: { description: 'Done' }, default: refusal },
      },
      delete: { tags: ['Keys'], summary: 'Take it back', responses: { 204: { description: 'Done' } } },
    },
  },
} satisfies OpenApiDocument
