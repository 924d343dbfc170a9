import { expect, it } from 'vitest'
import { parseAuditArgs } from './audit-args.ts'

const HASH = 'ab'.repeat(32)

it('takes a head that was written down', () => {
  expect(parseAuditArgs(['verify'])).toEqual({ ok: true })
  expect(parseAuditArgs(['verify', '--head', `12:${HASH}`])).toEqual({ ok: true, known: { position: 12n, hash: HASH } })
})

it('says what it does not understand', () => {
  for (const args of [[], ['check'], ['verify', '--head'], ['verify', '--head', `12:${HASH}0`], ['verify', '-v', '1']])
    expect(parseAuditArgs(args)).toMatchObject({ ok: false })
})
