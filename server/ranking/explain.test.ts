import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { Why } from '#contract/queue'
import { explainScore } from './explain.ts'
import { fitModel } from './fit.ts'
import { OFFERS, REASONS, SILENT } from './sample-customers.ts'
import { scoreCustomer } from './score.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

it('explains a score in the shape that the card asks for, without losing a unit of money', () => {
  const now = new Date('2026-07-01T09:00:00Z')
  const settings = { ...DEFAULT_SETTINGS, offers: OFFERS, reasons: REASONS }
  const score = scoreCustomer(SILENT, fitModel([SILENT]), settings, now)
  const why = z.parse(Why, JSON.parse(JSON.stringify(explainScore(score, now))))
  expect(why.terms.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(BigInt(why.expectedMinor))
})
