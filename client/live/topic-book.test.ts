import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Push } from '#contract/live'
import { blankPage, findBehind, type Page, receive } from './topic-book.ts'

const push = (version: number, document: unknown = `v${version}`): Push => ({ topic: 'wall', version, document })
/** What arrives: any versions in any order, some lost, some doubled; each may be a push or a snapshot. */
const arrivals = fc.array(fc.record({ version: fc.nat(30), isSnapshot: fc.boolean() }), { minLength: 1 })

it('shows the newest document that arrived, whatever came late, twice or not at all', () => {
  fc.assert(
    fc.property(arrivals, (list) => {
      const last = list.reduce((page, { version, isSnapshot }) => receive(page, push(version), isSnapshot), blankPage)
      const newest = Math.max(...list.map(({ version }) => version))
      expect(last).toEqual({ version: newest, document: `v${newest}` })
    }),
  )
})

it('never goes back to an older document', () => {
  fc.assert(
    fc.property(arrivals, (list) => {
      let page = blankPage
      for (const { version, isSnapshot } of list) {
        const next = receive(page, push(version), isSnapshot)
        expect(next.version).toBeGreaterThanOrEqual(page.version)
        page = next
      }
    }),
  )
})

it('catches up with the server after any losses, once the heartbeat has spoken', () => {
  fc.assert(
    fc.property(arrivals, fc.nat(60), (list, serverVersion) => {
      let page: Page = list
        .filter(({ version }) => version <= serverVersion)
        .reduce((known, { version }) => receive(known, push(version), false), blankPage)
      if (findBehind(new Map([['wall', page]]), { wall: serverVersion }).includes('wall'))
        page = receive(page, push(serverVersion), true)
      expect(page.version).toBe(serverVersion)
    }),
  )
})

it('does not draw a screen again for a doubled push, but takes a fresher snapshot of the same version', () => {
  const page = receive(blankPage, push(4, 'as of 10:00'), true)
  expect(receive(page, push(4, 'as of 10:00'), false)).toBe(page)
  expect(receive(page, push(4, 'as of 10:30'), true).document).toBe('as of 10:30')
})

it('watches again only what the heartbeat knows to be newer', () => {
  const pages = new Map([
    ['wall', { version: 3, document: 1 }],
    ['agent:1', { version: 9, document: 1 }],
    ['card:1', blankPage],
  ])
  expect(findBehind(pages, { wall: 4, 'agent:1': 9 })).toEqual(['wall'])
})
