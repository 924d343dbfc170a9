import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TeamId, UserId } from '#contract/ids'
import { type IvrFlow, Prompt } from '#contract/ivr'
import { Locale } from '#contract/values'
import { chooseAgent, type FreeAgent } from './choose-agent.ts'
import { estimateWait, promptOfPosition, promptOfWait } from './estimate.ts'
import { checkFlow, DEFAULT_FLOW, isOpen, opensAt } from './flow.ts'
import { isOwn, languageOf, nameOf, SHIPPED } from './prompts.ts'
import { readSoundFile } from './sound-file.ts'

const SOUNDS = new URL('./sounds/', import.meta.url)
const TEAM = '00000000-0000-4000-8000-000000000001' as TeamId
const around = { teams: [{ id: TEAM, agents: 2 }], ownNumbers: ['+998712000000'], hasMenuSound: true }
const codesOf = (flow: Partial<IvrFlow>, context: Partial<typeof around> = {}): string[] =>
  checkFlow({ ...DEFAULT_FLOW, ...flow }, { ...around, ...context }).map(({ code }) => code)

describe('what answers our number', () => {
  it('cannot be made without an operator, never open, or in a circle', () => {
    expect(codesOf({})).toEqual([])
    expect(codesOf({}, { teams: [{ id: TEAM, agents: 0 }] })).toEqual(['ivr.no-operator'])
    expect(codesOf({ hours: Array.from({ length: 7 }, () => []) })).toEqual(['ivr.never-open'])
    expect(codesOf({ nightNumber: '+998712000000' })).toEqual(['ivr.night-own'])
    const backwards = DEFAULT_FLOW.hours.map((day, nth) => (nth === 2 ? [{ from: 600, until: 540 }] : day))
    expect(codesOf({ hours: backwards })).toEqual(['ivr.hours-order'])
  })

  it('has a menu only with words, and with somebody behind each key', () => {
    const choices = [{ kind: 'team' as const, teamId: TEAM }]
    expect(codesOf({ choices })).toEqual([])
    expect(codesOf({ choices }, { hasMenuSound: false })).toEqual(['ivr.menu-unspoken'])
    const other = '00000000-0000-4000-8000-000000000009' as TeamId
    expect(codesOf({ choices: [{ kind: 'team', teamId: other }] })).toEqual(['ivr.team-unknown'])
  })

  it('is open by the clock of the centre, to the minute', () => {
    const at = (text: string) => isOpen(DEFAULT_FLOW, 'Asia/Tehran', new Date(text))
    expect([
      at('2026-03-02T05:29:59Z'),
      at('2026-03-02T05:30:00Z'),
      at('2026-03-02T14:29:59Z'),
      at('2026-03-02T14:30:00Z'),
    ]).toEqual([false, true, true, false])
  })

  it('opens next at an instant at which it is open, and not a minute before', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 1_438 }), fc.integer({ min: 1, max: 1_440 }))
      .filter(([from, until]) => from < until)
      .map(([from, until]) => [{ from, until }])
    const hours = fc.array(fc.oneof(fc.constant<{ from: number; until: number }[]>([]), span), {
      minLength: 7,
      maxLength: 7,
    })
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) })
    fc.assert(
      fc.property(hours, instant, (days, ms) => {
        const flow = { ...DEFAULT_FLOW, hours: days }
        const now = new Date(ms)
        const next = opensAt(flow, 'Asia/Tashkent', now)
        if (!next) {
          expect(days.every((day) => day.length === 0)).toBe(true)
          return
        }
        expect(isOpen(flow, 'Asia/Tashkent', next)).toBe(true)
        if (next > now) expect(isOpen(flow, 'Asia/Tashkent', new Date(next.getTime() - 1))).toBe(false)
      }),
    )
  })
})

describe('who answers', () => {
  const agent = (id: string, change: Partial<FreeAgent> = {}): FreeAgent => ({
    userId: id as UserId,
    teamId: TEAM,
    languages: ['en'],
    skills: [],
    readySince: new Date(0),
    ...change,
  })
  const caller = { language: 'fa' as const, teamId: null, skills: [], lastAgentId: null, passedBy: [] }

  it('is their last agent, else one who speaks their language, else who has waited longest', () => {
    const free = [
      agent('a', { readySince: new Date(1) }),
      agent('b', { languages: ['fa'], readySince: new Date(2) }),
      agent('c'),
    ]
    expect(chooseAgent({ ...caller, lastAgentId: 'a' as UserId }, free)).toBe('a')
    expect(chooseAgent(caller, free)).toBe('b')
    expect(chooseAgent({ ...caller, language: 'uz' }, free)).toBe('c')
    expect(chooseAgent(caller, [])).toBeNull()
  })

  it('is one with every skill that their campaign asks for before who has waited longer, and anybody where nobody has them', () => {
    const asking = { ...caller, language: 'en' as const, skills: ['cars', 'vip'] }
    const idle = [agent('a'), agent('b', { skills: ['vip'], readySince: new Date(1) })]
    const skilled = agent('c', { skills: ['vip', 'cars'], readySince: new Date(2) })
    expect(chooseAgent(asking, [...idle, skilled])).toBe('c')
    expect(chooseAgent(asking, idle)).toBe('a')
    expect(chooseAgent({ ...asking, lastAgentId: 'b' as UserId }, [...idle, skilled])).toBe('b')
    // Who cannot speak with them helps them least.
    expect(chooseAgent({ ...asking, language: 'fa' }, [skilled, agent('d', { languages: ['fa'] })])).toBe('d')
  })

  it('is somebody whenever somebody is free, whatever they ask for', () => {
    const skills = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'))
    const languages = fc.uniqueArray(fc.constantFrom(...Locale.options))
    const one = fc.record({ languages, skills, since: fc.nat(9) })
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 6 }),
        skills,
        fc.constantFrom(...Locale.options),
        (all, needed, language) => {
          const free = all.map(({ since, ...more }, nth) => agent(`${nth}`, { ...more, readySince: new Date(since) }))
          const has = (who: FreeAgent) => needed.every((skill) => who.skills.includes(skill))
          const chosen = free.find(
            ({ userId }) => userId === chooseAgent({ ...caller, language, skills: needed }, free),
          )
          expect(chosen === undefined).toBe(free.length === 0)
          const alike = free.filter((who) => who.languages.includes(language) === chosen?.languages.includes(language))
          if (chosen && !has(chosen)) expect(alike.some(has)).toBe(false)
        },
      ),
    )
  })

  it('is nobody who let it ring while another is free', () => {
    const free = [agent('a', { languages: ['fa'] }), agent('b')]
    expect(chooseAgent({ ...caller, lastAgentId: 'a' as UserId, passedBy: ['a' as UserId] }, free)).toBe('b')
    expect(chooseAgent({ ...caller, passedBy: ['a' as UserId] }, free.slice(0, 1))).toBe('a')
  })
})

describe('what is said', () => {
  it('lies in every language as a sound that telephones play', () => {
    for (const { prompt, language } of SHIPPED) {
      const path = new URL(`${language}/${prompt}.wav`, SOUNDS)
      expect(existsSync(path), path.pathname).toBe(true)
      expect(readSoundFile(readFileSync(path)), path.pathname).toMatchObject({ ok: true, type: 'audio/wav' })
    }
    for (const prompt of Prompt.options)
      for (const language of Locale.options)
        if (!isOwn(prompt)) expect(SHIPPED).toContainEqual(nameOf(prompt, language))
  })

  it('is in the language of the number where the customer has none', () => {
    expect([
      languageOf('+989121234567'),
      languageOf('+998901234567'),
      languageOf('+15005550006'),
      languageOf('anonymous'),
    ]).toEqual(['fa', 'uz', 'en', 'en'])
  })

  it('never promises a shorter wait than is guessed', () => {
    expect([estimateWait(1, 4, 240), estimateWait(3, 2, null), estimateWait(1, 0, 240)]).toEqual([60, 360, null])
    expect([60, 61, 300, 601].map(promptOfWait)).toEqual(['wait-1', 'wait-3', 'wait-5', 'wait-more'])
    expect(promptOfWait(null)).toBe('wait-more')
    expect([1, 2, 3, 4, 90].map(promptOfPosition)).toEqual([
      'position-1',
      'position-2',
      'position-3',
      'position-more',
      'position-more',
    ])
  })
})

describe('a sound that somebody uploads', () => {
  const greeting = readFileSync(new URL('en/greeting.wav', SOUNDS))
  it('is known by its bytes, and refused by what is wrong with it', () => {
    expect(readSoundFile(Buffer.from('not a sound at all, whatever it is called'))).toEqual({
      ok: false,
      code: 'sound.kind',
    })
    expect(readSoundFile(Buffer.alloc(0))).toEqual({ ok: false, code: 'sound.empty' })
    expect(readSoundFile(Buffer.alloc(2_000_000))).toEqual({ ok: false, code: 'sound.large' })
    const fast = Buffer.from(greeting)
    fast.writeUInt32LE(44_100, 24)
    expect(readSoundFile(fast)).toEqual({ ok: false, code: 'sound.wav' })
    expect(readSoundFile(greeting.subarray(0, 60))).toEqual({ ok: false, code: 'sound.empty' })
  })

  it('never breaks what reads it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 200 }), (bytes, at) => {
        const broken = Buffer.from(greeting.subarray(0, 600))
        broken.set(bytes.subarray(0, 200), at)
        expect(typeof readSoundFile(broken).ok).toBe('boolean')
        expect(typeof readSoundFile(Buffer.from(bytes)).ok).toBe('boolean')
      }),
    )
  })
})
