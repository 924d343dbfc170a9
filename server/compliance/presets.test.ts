import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { allowedModes } from './mode-rule.ts'
import { permit } from './permit.ts'
import { BLANK_CONTEXT, type PermitContext } from './permit-context.ts'
import { PRESET_VECTORS } from './preset-vectors.ts'
import { PRESETS } from './presets.ts'

const TABLE = new URL('../../../shared/data/calling-windows.json', import.meta.url)

const at = (preset: string, zone: string): PermitContext => ({
  ...BLANK_CONTEXT,
  consent: true,
  jurisdictions: [...new Set([preset.slice(0, 2), preset])],
  zones: { candidates: [zone], confirmed: null, fallback: null },
})

describe('the presets', () => {
  it('each have a source, how sure it is, and a moment on either side of their hours', () => {
    expect(PRESET_VECTORS.map(({ preset }) => preset).sort()).toEqual(PRESETS.map(({ id }) => id).sort())
    for (const { citations, confidence } of PRESETS) {
      expect(citations.length).toBeGreaterThan(0)
      expect(['primary', 'secondary', 'house']).toContain(confidence)
    }
  })

  test.each(PRESET_VECTORS)('$preset opens and shuts on the called party’s clock', ({ preset, zone, open, shut }) => {
    expect(permit(at(preset, zone), new Date(open)).allowed).toBe(true)
    const denied = permit(at(preset, zone), new Date(shut))
    expect(denied.allowed ? [] : denied.denials.map(({ rule, params }) => [rule, params.preset])).toContainEqual([
      'hours',
      preset,
    ])
  })

  it('have a person dial in Florida without consent, whatever the campaign wants', () => {
    const florida = { ...at('US-FL', 'America/New_York'), consent: null, lastPaidAt: new Date('2026-01-01') }
    const noon = new Date('2026-03-02T17:00:00Z')
    const answer = permit({ ...florida, mode: 'progressive' }, noon)
    expect(answer.allowed && allowedModes('progressive', answer.requires)).toEqual(['manual', 'preview'])
    expect(permit({ ...florida, mode: 'progressive', dialledBy: 'machine' }, noon).allowed).toBe(false)
    const agreed = permit({ ...florida, consent: true, mode: 'progressive', dialledBy: 'machine' }, noon)
    expect(agreed.allowed && allowedModes('progressive', agreed.requires)).toContain('progressive')
  })

  const DAYS: Record<string, number[]> = {
    all: [1, 2, 3, 4, 5, 6, 7],
    'mon-sat': [1, 2, 3, 4, 5, 6],
    'mon-fri': [1, 2, 3, 4, 5],
    sat: [6],
    sun: [7],
  }
  const Span = z.tuple([z.string(), z.string()])
  const Table = z.object({
    presets: z.array(
      z.object({
        id: z.string(),
        window: z.record(z.string(), z.union([Span, z.array(Span), z.null()])).nullish(),
        maxPer24hSameSubject: z.number().optional(),
        optIn: z.unknown().optional(),
      }),
    ),
  })

  it.skipIf(!existsSync(TABLE))('say what the published table of calling windows says', () => {
    const spans = (window: z.infer<typeof Table>['presets'][number]['window']) =>
      Object.entries(window ?? {}).flatMap(([days, list]) => {
        const all =
          list === null ? [] : Array.isArray(list[0]) ? (list as [string, string][]) : [list as [string, string]]
        return all.flatMap(([from, to]) => (DAYS[days] ?? []).map((day) => `${day} ${from} ${to}`))
      })
    for (const row of Table.parse(JSON.parse(readFileSync(TABLE, 'utf8'))).presets) {
      const preset = PRESETS.find(({ id }) => id === row.id)
      const ours = preset?.windows.flatMap(({ days, from, to }) => days.map((day) => `${day} ${from} ${to}`))
      if (row.window) expect(ours?.sort(), row.id).toEqual(spans(row.window).sort())
      if (row.maxPer24hSameSubject)
        expect(preset?.caps, row.id).toContainEqual(
          expect.objectContaining({ max: row.maxPer24hSameSubject, hours: 24 }),
        )
      if (row.optIn) expect(preset?.marketing, row.id).not.toBe('allowed')
    }
  })
})
