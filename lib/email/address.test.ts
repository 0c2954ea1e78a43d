import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEmailAddress } from './address.ts'

const label63 = 'a'.repeat(63)
/** 64 + 1 + 189 = 254 octets. */
const longestDomain = `${label63}.${'b'.repeat(63)}.${'c'.repeat(57)}.com`

describe('accepts what can stand in an SMTP envelope', () => {
  it.each([
    // RFC 5321 §4.1.2 Dot-string, RFC 5322 §3.2.3 atext
    ['ada@example.com', 'ada', 'example.com'],
    ['first.last+tag@sub.example.co.uk', 'first.last+tag', 'sub.example.co.uk'],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~", 'example.com'],
    ['1@example.com', '1', 'example.com'],
    // RFC 5321 §2.4: the local part keeps its case, the domain has none
    ['Ada.LOVELACE@Example.COM', 'Ada.LOVELACE', 'example.com'],
    // RFC 5321 §4.1.2 Quoted-string, quoted-pairSMTP
    ['"ada lovelace"@example.com', '"ada lovelace"', 'example.com'],
    ['"a@b"@example.com', '"a@b"', 'example.com'],
    ['"a\\"b\\\\c"@example.com', '"a\\"b\\\\c"', 'example.com'],
    ['"..."@example.com', '"..."', 'example.com'],
    ['""@example.com', '""', 'example.com'],
    // RFC 1123 §2.1: a label may begin with a digit; RFC 1035 §2.3.4: and have 63 octets
    ['a@3com.example', 'a', '3com.example'],
    ['a@1.example', 'a', '1.example'],
    [`a@${label63}.com`, 'a', `${label63}.com`],
    // Reserved by RFC 5891 §4.2.3.1, and in use all the same
    ['a@r3---sn.example', 'a', 'r3---sn.example'],
    // RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all
    [`${'a'.repeat(64)}@${longestDomain}`, 'a'.repeat(64), longestDomain],
    // RFC 5890, UTS-46
    ['a@bücher.example', 'a', 'xn--bcher-kva.example'],
    ['a@BÜCHER.example', 'a', 'xn--bcher-kva.example'],
    ['a@bu\u0308cher.example', 'a', 'xn--bcher-kva.example'],
    ['a@xn--bcher-kva.example', 'a', 'xn--bcher-kva.example'],
    ['a@faß.example', 'a', 'xn--fa-hia.example'],
    ['a@例え.テスト', 'a', 'xn--r8jz45g.xn--zckzah'],
    ['a@例え。テスト', 'a', 'xn--r8jz45g.xn--zckzah'],
    ['a@ｅｘａｍｐｌｅ.com', 'a', 'example.com'],
    ['a@نامه\u200cای.example', 'a', 'xn--mgba3gch31f060k.example'],
    // RFC 6531 §3.3: letters, marks and numbers beyond ASCII; RFC 6532 §3.1: in NFC
    ['jürgen@example.com', 'jürgen', 'example.com'],
    ['ju\u0308rgen@example.com', 'jürgen', 'example.com'],
    ['用户@例え.テスト', '用户', 'xn--r8jz45g.xn--zckzah'],
    ['"jürgen m"@example.com', '"jürgen m"', 'example.com'],
    ['हिन्दी@example.com', 'हिन्दी', 'example.com'],
  ])('%s', (text, localPart, asciiDomain) => {
    expect(parseEmailAddress(text)).toEqual({ ok: true, localPart, asciiDomain })
  })
})

describe('refuses what cannot, and says which part', () => {
  it.each([
    ['', 'at_sign_missing'],
    ['ada', 'at_sign_missing'],
    ['ada.example.com', 'at_sign_missing'],
    ['@example.com', 'local_part_missing'],
    ['@', 'local_part_missing'],
    ['ada@', 'domain_missing'],
    // RFC 5321 §4.1.2: Atom *("." Atom)
    ['.ada@example.com', 'local_part_syntax'],
    ['ada.@example.com', 'local_part_syntax'],
    ['a..b@example.com', 'local_part_syntax'],
    ['a b@example.com', 'local_part_syntax'],
    ['a@b@example.com', 'local_part_syntax'],
    ['a,b@example.com', 'local_part_syntax'],
    ['a"b@example.com', 'local_part_syntax'],
    ['"a@example.com', 'local_part_syntax'],
    ['"a"b@example.com', 'local_part_syntax'],
    ['"a".b@example.com', 'local_part_syntax'],
    ['"a"b"@example.com', 'local_part_syntax'],
    ['"a\\"@example.com', 'local_part_syntax'],
    // RFC 5322 §3.4.1 and §4.4 allow these in headers; RFC 5321 does not in a path
    ['Ada <ada@example.com>', 'local_part_syntax'],
    ['<ada@example.com>', 'local_part_syntax'],
    ['ada(comment)@example.com', 'local_part_syntax'],
    ['ada@(comment)example.com', 'domain_syntax'],
    ['ada @example.com', 'local_part_syntax'],
    ['mailto:ada@example.com', 'local_part_syntax'],
    [' ada@example.com', 'local_part_syntax'],
    ['ada@example.com ', 'domain_syntax'],
    ['ada@example.com\n', 'domain_syntax'],
    ['ada@example.com\0', 'domain_syntax'],
    ['ada\r\n@example.com', 'local_part_syntax'],
    ['"a\r\nRCPT TO:<b@c.example>"@example.com', 'local_part_syntax'],
    ['"a\0"@example.com', 'local_part_syntax'],
    ['"a\x7f"@example.com', 'local_part_syntax'],
    ['ada@one.example,bob@two.example', 'local_part_syntax'],
    // RFC 5321 §4.5.3.1
    [`${'a'.repeat(65)}@example.com`, 'local_part_too_long'],
    [`${'ü'.repeat(33)}@example.com`, 'local_part_too_long'],
    [`${'a'.repeat(64)}@x${longestDomain}`, 'too_long'],
    [`ada@${'a.'.repeat(125)}com`, 'too_long'],
    [`a@${'ü.'.repeat(60)}example`, 'domain_too_long'],
    // RFC 1035 §2.3.1, RFC 1123 §2.1
    [`a@${label63}x.com`, 'domain_syntax'],
    ['a@-example.com', 'domain_syntax'],
    ['a@example-.com', 'domain_syntax'],
    ['a@example.-com', 'domain_syntax'],
    ['a@exam_ple.com', 'domain_syntax'],
    ['a@example..com', 'domain_syntax'],
    ['a@.example.com', 'domain_syntax'],
    // RFC 5321 §2.3.5: fully qualified, and without the final dot
    ['a@example.com.', 'domain_syntax'],
    ['a@localhost', 'single_label'],
    ['a@bücher', 'single_label'],
    // RFC 3696 §2; RFC 5321 §4.1.3
    ['a@192.0.2.1', 'numeric_top_level'],
    ['a@example.123', 'numeric_top_level'],
    ['a@[192.0.2.1]', 'address_literal'],
    ['a@[IPv6:2001:db8::1]', 'address_literal'],
    // RFC 5891 §5.4: no A-label at all
    ['a@xn--a.com', 'domain_syntax'],
    ['a@xn--.com', 'domain_syntax'],
    // What domainToASCII would have let pass: it decodes, cuts, drops, or reads a number
    ['a@ex%61mple.com', 'domain_syntax'],
    ['a@example.com/x.example', 'domain_syntax'],
    ['a@example.com?x', 'domain_syntax'],
    ['a@example.com#x', 'domain_syntax'],
    ['a@example.com\\x', 'domain_syntax'],
    ['a@bücher.com/x', 'domain_syntax'],
    ['a@bücher.com:25', 'domain_syntax'],
    ['a@bü\tcher.com', 'domain_syntax'],
    ['a@bü\ncher.com', 'domain_syntax'],
    ['a@bücher%2ecom', 'domain_syntax'],
    ['a@bücher％2ecom', 'domain_syntax'],
    ['a@bücher.com／x', 'domain_syntax'],
    ['a@bücher.com：25', 'domain_syntax'],
    ['a@１.２.３.４', 'numeric_top_level'],
    ['a@０x7f.１', 'numeric_top_level'],
    ['a@bücher.0x4', 'domain_syntax'],
    // Signs that look like @, and signs that cannot be seen
    ['ada＠example.com', 'at_sign_missing'],
    ['ada＠evil.example@example.com', 'local_part_syntax'],
    ['ada@evil.example＠example.com', 'domain_syntax'],
    ['ada﹫evil.example@example.com', 'local_part_syntax'],
    ['a\u200bda@example.com', 'local_part_syntax'],
    ['a\u202eda@example.com', 'local_part_syntax'],
    ['a\u034fda@example.com', 'local_part_syntax'],
    ['a\u3164da@example.com', 'local_part_syntax'],
    ['ada\u00a0@example.com', 'local_part_syntax'],
    ['ａda@example.com', 'local_part_syntax'],
    ['oﬃce@example.com', 'local_part_syntax'],
    ['💌@example.com', 'local_part_syntax'],
    ['a@exam\u00adple.com', 'domain_syntax'],
    ['a@exam\u200bple.com', 'domain_syntax'],
    ['a@exam\ufe0fple.com', 'domain_syntax'],
    ['a@exam\u200dple.com', 'domain_syntax'],
    ['a@exam\u3000ple.com', 'domain_syntax'],
    ['\ud800@example.com', 'local_part_syntax'],
    ['"\udc00"@example.com', 'local_part_syntax'],
    ['a@\ud800.com', 'domain_syntax'],
  ])('%j: %s', (text, problem) => {
    expect(parseEmailAddress(text)).toEqual({ ok: false, problem })
  })
})

/** Pieces in which mistakes hide, in any order. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@',
        '.',
        '"',
        '\\',
        '[',
        ']',
        'xn--',
        '%',
        '-',
        'a',
        'ü',
        '＠',
        '。',
        '\0',
        '\ud800',
        '\u200d',
        '1',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 400 },
  )
  .map((parts) => parts.join(''))

it('never throws, and what it accepts stays within the limits and is plain to DNS', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const parsed = parseEmailAddress(text)
      if (!parsed.ok) return
      expect(Buffer.byteLength(parsed.localPart)).toBeLessThanOrEqual(64)
      expect(`${parsed.localPart}@${parsed.asciiDomain}`.length).toBeLessThanOrEqual(254)
      expect(parsed.asciiDomain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    }),
    { numRuns: 5000 },
  )
})

const atom = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,10}$/)
const plainLabel = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/)

it('accepts every dot-atom at every domain of letters and digits, and reads its own canonical form as the same', () => {
  const addresses = fc.record({
    local: fc.array(atom, { minLength: 1, maxLength: 5 }),
    domain: fc.array(plainLabel, { minLength: 2, maxLength: 5 }),
  })
  fc.assert(
    fc.property(addresses, ({ local, domain }) => {
      const [localPart, asciiDomain] = [local.join('.'), domain.join('.')]
      expect(parseEmailAddress(`${localPart}@${asciiDomain.toUpperCase()}`)).toEqual({
        ok: true,
        localPart,
        asciiDomain,
      })
    }),
  )
})

it.each([
  ['dots', `${'.'.repeat(100_000)}@example.com`],
  ['a quoted part without end', `"${'\\'.repeat(200)}@example.com`],
  ['many labels', `a@${'a-'.repeat(120)}.com`],
  ['many at signs', '@'.repeat(254)],
  ['marks upon marks', `${'\u0300'.repeat(250)}@e`],
])('takes no time over %s', (_name, text) => {
  const started = performance.now()
  for (let i = 0; i < 100; i++) parseEmailAddress(text)
  expect(performance.now() - started).toBeLessThan(200)
})
