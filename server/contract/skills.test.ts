import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NeededSkills, OwnSkills, Skill } from './skills.ts'

const spell = (text: string): string | null => Skill.safeParse(text).data ?? null

describe('a skill', () => {
  it('is one spelling of a few words, in whatever case, letters, spaces and apostrophes they are typed', () => {
    const typed = [
      ['VIP Customers', '  vip \t customers ', 'vip\u00a0cust\u202eomers'],
      ['بیمه نامه', 'بيمه\u200cنامه', ' بیمه  نامه\u200f'],
      ['bog‘lanish', "Bog'lanish", 'BOGʻLANISH', 'bog’lanish'],
    ]
    for (const spellings of typed) expect(new Set(spellings.map(spell)).size, spellings.join()).toBe(1)
    expect(spell("E'tiroz")).toBe('e’tiroz')
    expect(spell('bog‘lanish')).toBe('bog‘lanish')
  })

  it('says something, in forty characters at most', () => {
    expect([spell(''), spell(' \u200c\u202e\n'), spell('x'.repeat(41))]).toEqual([null, null, null])
    expect(spell('x'.repeat(40))).toHaveLength(40)
  })

  it('that was folded once is what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const skill = spell(typed)
        if (skill === null) return
        expect(spell(skill)).toBe(skill)
        expect(skill).not.toMatch(/\p{C}|^ | $| {2}/u)
      }),
      { numRuns: 500 },
    )
  })

  it('stands once in a list, however often and in whatever order it is typed', () => {
    expect(OwnSkills.parse(['b', 'A', ' a ', 'B'])).toEqual(['a', 'b'])
    const many = Array.from({ length: 6 }, (_, nth) => `skill ${nth}`)
    expect(NeededSkills.safeParse(many).success).toBe(false)
    expect(NeededSkills.parse([...many.slice(1), 'SKILL 1'])).toHaveLength(5)
  })
})
