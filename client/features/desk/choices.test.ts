import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Taxonomy } from '#contract/programme'
import type { Why } from '#contract/queue'
import {
  choiceKeys,
  findReasons,
  outcomeGroups,
  outcomesOf,
  rankOffers,
  reasonGroups,
  reasonLeaves,
  shortenLabel,
} from './choices.ts'
import { makeTaxonomy } from './test-taxonomy.ts'

const taxonomy: Taxonomy = makeTaxonomy(
  readFileSync(new URL('../../../server/programme/taxonomy.json', import.meta.url), 'utf8'),
)

describe('digits', () => {
  it('reach every reason in two presses, the groups with the keys from 1 to the minus sign', () => {
    const groups = reasonGroups(taxonomy)
    expect(groups.every(({ code }) => reasonLeaves(taxonomy, code).length <= 9)).toBe(true)
    expect(groups).toHaveLength(choiceKeys.length)
  })

  it('reach every outcome that an agent may choose in two presses', () => {
    const reached = outcomeGroups.flatMap((group) => outcomesOf(taxonomy, group))
    expect(reached.map(({ code }) => code).sort()).toEqual(
      taxonomy.outcomes
        .filter(({ layer }) => layer === 'agent')
        .map(({ code }) => code)
        .sort(),
    )
    expect(Math.max(...outcomeGroups.map((group) => outcomesOf(taxonomy, group).length))).toBeLessThanOrEqual(9)
  })
})

it('finds a reason by what is typed in any of our languages, with either Arabic or Persian letters', () => {
  expect(findReasons(taxonomy, 'expens')[0]?.code).toBe('PRC.HIGH')
  expect(findReasons(taxonomy, 'گران')[0]?.code).toBe('PRC.HIGH')
  expect(findReasons(taxonomy, 'كيفيت')[0]?.code).toBe('PRD.QUAL')
  expect(findReasons(taxonomy, '  ')).toEqual([])
})

it('does not repeat the group in the outcome', () => {
  expect(shortenLabel('Lost: not interested now')).toBe('Not interested now')
  expect(shortenLabel('علاقه ندارد')).toBe('علاقه ندارد')
})

it('recommends what fits the reason before what merely pays, and nothing that is not allowed', () => {
  const offers = [
    { code: 'UPG', netMinor: '90000', pWin: 0.4 },
    { code: 'DSC.PCT', netMinor: '50000', pWin: 0.5 },
    { code: 'FLX', netMinor: '60000', pWin: 0.3 },
    { code: 'BDL', netMinor: '99999', pWin: 0.6 },
  ]
  const why = { offers } as unknown as Why
  const allowed = ['UPG', 'DSC.PCT', 'FLX', 'BDL', 'APO']
  expect(rankOffers({ taxonomy, allowed, why, reasonCode: 'PRC.HIGH' })).toEqual(['FLX', 'DSC.PCT', 'UPG'])
  expect(rankOffers({ taxonomy, allowed, why, reasonCode: null })).toEqual(['UPG', 'FLX', 'DSC.PCT'])
  expect(rankOffers({ taxonomy, allowed: ['SVC'], why, reasonCode: 'PRC.HIGH' })).toEqual([])
})
