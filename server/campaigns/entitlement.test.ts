import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CampaignId, TeamId } from '#contract/ids'
import { Locale } from '#contract/values'
import { type Asked, type CallingAgent, entitle } from './entitlement.ts'

type Offered = Asked & { id: CampaignId }
const campaign = (id: string, teamId: string, more: Partial<Asked> = {}): Offered => ({
  ...{ id: id as CampaignId, teamId: teamId as TeamId, languages: [], skills: [] },
  ...more,
})
const agent = (more: Partial<CallingAgent>): CallingAgent => ({
  ...{ teamId: 't1' as TeamId, languages: ['en'], skills: [] },
  ...more,
})

describe('an agent', () => {
  it("is entitled to her team's campaigns in her languages", () => {
    const campaigns = [campaign('b', 't1'), campaign('a', 't1', { languages: ['fa'] }), campaign('c', 't2')]
    expect(entitle(agent({}), campaigns).campaignIds).toEqual(['b'])
    expect(entitle(agent({ languages: ['fa', 'en'] }), campaigns).campaignIds).toEqual(['a', 'b'])
    expect(entitle(agent({ teamId: null }), campaigns).campaignIds).toEqual(['b', 'c'])
  })

  it('is entitled to a campaign that asks for skills only when she has all of them', () => {
    const campaigns = [campaign('any', 't1'), campaign('both', 't1', { skills: ['cars', 'vip'] })]
    expect(entitle(agent({ skills: ['vip'] }), campaigns).campaignIds).toEqual(['any'])
    expect(entitle(agent({ skills: ['vip', 'boats', 'cars'] }), campaigns).campaignIds).toEqual(['any', 'both'])
  })
})

describe('whatever agents and campaigns there are', () => {
  const skills = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c'))
  const languages = fc.uniqueArray(fc.constantFrom(...Locale.options))
  const team = fc.constantFrom('t1' as TeamId, 't2' as TeamId)
  const agents = fc.record({ teamId: fc.option(team), languages, skills })
  const campaigns = fc
    .array(fc.record({ teamId: team, languages, skills }), { maxLength: 6 })
    .map((all) => all.map((asked, nth): Offered => ({ id: `c${nth}` as CampaignId, ...asked })))
  const ids = (one: CallingAgent, all: readonly Offered[]) => entitle(one, all).campaignIds

  it('nobody is entitled to a campaign who lacks one skill of it, and who learns one loses none', () => {
    fc.assert(
      fc.property(agents, campaigns, (one, all) => {
        for (const { id, skills } of all)
          if (skills.some((skill) => !one.skills.includes(skill))) expect(ids(one, all)).not.toContain(id)
        const learned = { ...one, skills: [...one.skills, 'a', 'b', 'c'] }
        expect(ids(learned, all)).toEqual(expect.arrayContaining(ids(one, all)))
        const unasked = all.map((asked) => ({ ...asked, skills: [] }))
        expect(ids(learned, all)).toEqual(ids(one, unasked))
      }),
    )
  })

  it('those who share a key may be handed the same, in whatever order they speak', () => {
    fc.assert(
      fc.property(agents, agents, campaigns, (one, other, all) => {
        const [hers, his] = [entitle(one, all), entitle(other, all)]
        const isSame =
          hers.campaignIds.join() === his.campaignIds.join() && hers.languages.join() === his.languages.join()
        expect(hers.key === his.key).toBe(isSame)
        const reversed = { ...one, languages: [...one.languages].reverse() }
        expect(entitle(reversed, [...all].reverse()).key).toBe(hers.key)
      }),
    )
  })
})
