/** A request as it goes over the wire, and the statuses of the answers that may come to it, in order. */
export type Shape = { readonly name: string; readonly bytes: string; readonly statuses: readonly number[] }

const HEADERS = 'Host: x\r\nAuthorization: Bearer junk\r\nContent-Type: application/json\r\n'
const verify = (rest: string) => `POST /v1/verify HTTP/1.1\r\n${HEADERS}${rest}`
const chunked = (body: string, header = 'Transfer-Encoding: chunked') => verify(`${header}\r\n\r\n${body}`)
const ip = (line: string, headers = 'Host: x\r\n') => `${line}\r\n${headers}\r\n`

/** No answer but these: two readers must never see two different requests in one text. */
const smuggling: readonly [string, string][] = [
  ['a length and chunks', verify('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')],
  ['chunks and a length', verify('Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n')],
  ['two lengths', verify('Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}')],
  ['one length twice', verify('Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}')],
  ['a list of lengths', verify('Content-Length: 2, 2\r\n\r\n{}')],
  ['a length with a sign', verify('Content-Length: +2\r\n\r\n{}')],
  ['a negative length', verify('Content-Length: -1\r\n\r\n{}')],
  ['a length in hex', verify('Content-Length: 0x2\r\n\r\n{}')],
  ['an unknown coding', chunked('0\r\n\r\n', 'Transfer-Encoding: xchunked')],
  ['a packed coding before chunks', chunked('0\r\n\r\n', 'Transfer-Encoding: gzip, chunked')],
  ['chunks of HTTP/1.0', `POST /v1/verify HTTP/1.0\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['chunks that are not last', chunked('0\r\n\r\n', 'Transfer-Encoding: chunked, identity')],
  ['two codings in two lines', chunked('0\r\n\r\n', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity')],
  ['a space before the colon', chunked('0\r\n\r\n', 'Transfer-Encoding : chunked')],
  ['a coding on the next line', chunked('0\r\n\r\n', 'Transfer-Encoding:\r\n chunked')],
  ['a chunk size that is none', chunked('zz\r\n{}\r\n0\r\n\r\n')],
  ['a negative chunk', chunked('-2\r\n{}\r\n0\r\n\r\n')],
  ['chunks with bare line feeds', chunked('2\n{}\n0\n\n')],
  ['bare line feeds', 'POST /v1/verify HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}'],
  ['bare carriage returns', 'POST /v1/verify HTTP/1.1\rHost: x\r\r'],
  ['a folded header', verify('X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}')],
  ['a null in a header', verify('X-A: b\0c\r\nContent-Length: 2\r\n\r\n{}')],
  ['a header without a name', verify(': v\r\nContent-Length: 2\r\n\r\n{}')],
  ['a space in a name', verify('X A: v\r\nContent-Length: 2\r\n\r\n{}')],
  ['two Host lines', verify('Host: y\r\nContent-Length: 2\r\n\r\n{}')],
  ['a Host that is a path', ip('GET /v1/ip HTTP/1.1', 'Host: a/b\r\n')],
  ['no Host', ip('GET /v1/ip HTTP/1.1', '')],
  ['an authority as target', ip('GET evil.example:80 HTTP/1.1')],
  ['a target outside ASCII', ip('GET /v1/\xff HTTP/1.1')],
  ['tabs between the words', ip('GET\t/v1/ip\tHTTP/1.1')],
  ['a method of nobody', ip('FOO /v1/verify HTTP/1.1')],
  ['a method in small letters', ip('get /v1/ip HTTP/1.1')],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['no HTTP at all', 'hello\r\n\r\n'],
]

const H2C = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n'

/** Other things that are rare, and what becomes of them. */
const rare: readonly [string, string, number[]][] = [
  ['HTTP/1.0 without Host', 'POST /v1/verify HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}', [401]],
  ['HTTP/1.0 that is kept alive', ip('GET /v1/ip HTTP/1.0', 'Connection: keep-alive\r\n'), [200]],
  ['HTTP/0.9', 'GET /v1/ip\r\n\r\n', [505]],
  ['HTTP/2.0 in the words of HTTP/1', ip('GET /v1/ip HTTP/2.0'), [505]],
  ['an absolute target', ip('GET http://evil.example/v1/ip HTTP/1.1'), [404]],
  ['an absolute target of this very server', ip('GET http://x/v1/ip HTTP/1.1'), [404]],
  ['a Host of somebody else', ip('GET /v1/ip HTTP/1.1', 'Host: evil.example\r\n'), [200]],
  ['the whole server as target', ip('OPTIONS * HTTP/1.1'), [404]],
  ['a target of two slashes', ip('GET //evil.example/v1/ip HTTP/1.1'), [404]],
  ['five calls at once', ip('GET /v1/ip HTTP/1.1').repeat(5), [200, 200, 200, 200, 200]],
  ['a call in the body of a refused one', verify(`Content-Length: 33\r\n\r\n${ip('GET /v1/ip HTTP/1.1')}`), [401]],
  ['TRACE', ip('TRACE /v1/verify HTTP/1.1'), [405]],
  ['CONNECT', ip('CONNECT x:80 HTTP/1.1'), [405]],
  ['an upgrade', ip('GET /v1/ip HTTP/1.1', 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'), [200]],
  ['an upgrade to HTTP/2', ip('GET /v1/ip HTTP/1.1', `Host: x\r\n${H2C}`), [200]],
  [
    'an upgrade of a verification',
    verify('Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\n{}'),
    [401],
  ],
  ['a packed body', verify('Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}'), [401]],
  ['an expectation of nobody', verify('Expect: magic\r\nContent-Length: 2\r\n\r\n{}'), [417]],
  ['a credential in a trailer', chunked('2\r\n{}\r\n0\r\nAuthorization: Bearer other\r\n\r\n'), [401]],
  ['1,000 headers', verify(`${'a:\r\n'.repeat(1000)}Content-Length: 2\r\n\r\n{}`), [431]],
  ['a header of 70 KB', verify(`X: ${'a'.repeat(70_000)}\r\n\r\n`), [431]],
  ['a target of 70 KB', ip(`GET /${'a'.repeat(70_000)} HTTP/1.1`), [431]],
]

export const shapes: readonly Shape[] = [
  ...smuggling.map(([name, bytes]) => ({ name, bytes, statuses: [400] })),
  ...rare.map(([name, bytes, statuses]) => ({ name, bytes, statuses })),
]
