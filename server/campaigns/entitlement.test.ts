import { expect, it } from 'vitest'
import type { CampaignId, TeamId } from '#contract/ids'
import { entitle } from './entitlement.ts'

const campaign = (id: string, teamId: string, languages: ('en' | 'fa' | 'uz')[] = []) => ({
  id: id as CampaignId,
  teamId: teamId as TeamId,
  languages,
})
const CAMPAIGNS = [campaign('b', 't1'), campaign('a', 't1', ['fa']), campaign('c', 't2')]

it("entitles an agent to her team's campaigns in her languages", () => {
  expect(entitle({ teamId: 't1' as TeamId, languages: ['en'] }, CAMPAIGNS).campaignIds).toEqual(['b'])
  expect(entitle({ teamId: 't1' as TeamId, languages: ['fa', 'en'] }, CAMPAIGNS).campaignIds).toEqual(['a', 'b'])
  expect(entitle({ teamId: null, languages: ['en'] }, CAMPAIGNS).campaignIds).toEqual(['b', 'c'])
})

it('gives agents of equal entitlement one key, in whatever order they speak', () => {
  const one = entitle({ teamId: 't1' as TeamId, languages: ['fa', 'en'] }, CAMPAIGNS)
  const two = entitle({ teamId: 't1' as TeamId, languages: ['en', 'fa'] }, [...CAMPAIGNS].reverse())
  expect(one.key).toBe(two.key)
})
