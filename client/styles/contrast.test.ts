import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, readPalette } from './contrast.ts'

const palette = readPalette(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'))
const grounds = ['canvas', 'surface', 'sunken', 'hover', 'raised']
const meanings = ['accent', 'won', 'reached', 'waiting', 'due', 'stop', 'holdout']

const textPairs = [
  ...['text', 'text-soft', 'text-faint', ...meanings.map((m) => `${m}-text`)].flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ...meanings.flatMap((m) => [
    [`${m}-text`, `${m}-soft`] as const,
    ['text', `${m}-soft`] as const,
    [`on-${m}`, m] as const,
  ]),
  ['on-accent', 'accent-hover'] as const,
]
const partPairs = ['line-strong', ...meanings].flatMap((part) => [
  ...grounds.map((ground) => [part, ground] as const),
  ...(meanings.includes(part) ? [[part, `${part}-soft`] as const] : []),
])

function colour(name: string, theme: 'light' | 'dark'): string {
  const tones = palette.get(name)
  if (!tones) throw new Error(`tokens.css has no colour --${name}`)
  return tones[theme]
}
const faults = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
  (['light', 'dark'] as const).flatMap((theme) =>
    pairs
      .map(([a, b]) => ({ pair: `${a} on ${b}, ${theme}`, ratio: contrast(colour(a, theme), colour(b, theme)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`),
  )

describe('tokens', () => {
  it('computes the ratio of black on white as 21', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  })

  it('sets all text at 4.5 or more in both themes', () => {
    expect(faults(textPairs, 4.5)).toEqual([])
  })

  it('draws all parts that carry meaning at 3 or more in both themes', () => {
    expect(faults(partPairs, 3)).toEqual([])
  })

  it('leaves no opaque colour out of the pairs, but the hairline', () => {
    const covered = new Set([...textPairs, ...partPairs].flat())
    expect([...palette.keys()].filter((name) => !covered.has(name))).toEqual(['line'])
  })
})
