import { describe, expect, it } from 'vitest'
import type { DispositionId, WorkItemId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import type { Outcome, Taxonomy } from '#contract/programme'
import { readDefaults } from '../programme/defaults.ts'
import shipped from '../programme/taxonomy.json' with { type: 'json' }
import { type AttemptFacts, type CheckContext, checkDisposition } from './check-disposition.ts'

const now = new Date('2026-03-02T07:00:00Z')
const taxonomy = readDefaults(shipped, 'USD') as unknown as Taxonomy
const TALKED: AttemptFacts = { state: 'ended', endedAs: 'completed', answered: true }
const RANG_OUT: AttemptFacts = { state: 'ended', endedAs: 'no-answer', answered: false }
const context: CheckContext = { taxonomy, role: 'agent', campaignOffers: [], attempt: TALKED, now }

const input = (patch: Partial<DispositionInput>): DispositionInput => ({
  id: 'a' as DispositionId,
  workItemId: 'b' as WorkItemId,
  fence: '1',
  callId: null,
  outcome: 'L.NOW',
  reasons: [{ code: 'PRC.HIGH', source: 'customer_said', severity: 2 }],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: '',
  callbackAt: null,
  promisedAt: null,
  next: 'ready',
  ...patch,
})
const faults = (patch: Partial<DispositionInput>, other: Partial<CheckContext> = {}) =>
  checkDisposition(input(patch), { ...context, ...other }).map(({ code, field }) => `${field} ${code}`)
const reason = (code: string) => ({ code, source: 'customer_said' as const, severity: null })
const offer = (code: string) => ({ code, answer: 'ACC' as const, until: null, counter: null })

describe('an outcome', () => {
  it('is accepted when nothing is missing', () => {
    expect(faults({})).toEqual([])
    expect(faults({ outcome: 'C.CB', callbackAt: '2026-03-03T09:00:00Z' })).toEqual([])
    expect(faults({ outcome: 'W.COM', promisedAt: '2026-03-09T00:00:00Z', offers: [offer('DSC.PCT')] })).toEqual([])
    expect(faults({ outcome: 'X.NA', reasons: [] }, { attempt: RANG_OUT })).toEqual([])
    expect(faults({ outcome: 'S.CALL', reasons: [] }, { attempt: null })).toEqual([])
  })

  it.each<[string, Partial<DispositionInput>, Partial<CheckContext>, string[]]>([
    ['of no taxonomy', { outcome: 'Z.Z' }, {}, ['body.outcome outcome.unknown']],
    ['that only the system gives', { outcome: 'X.BLK' }, {}, ['body.outcome outcome.not-agent']],
    ['that only a sweep gives', { outcome: 'L.EXP' }, {}, ['body.outcome outcome.not-agent']],
    ['without a dial', { outcome: 'L.NOW' }, { attempt: null }, ['body.callId outcome.attempt-required']],
    ['of a talk that nobody had', { outcome: 'W.NOW' }, { attempt: RANG_OUT }, ['body.outcome outcome.not-reached']],
    ['to call back, but when', { outcome: 'C.CB' }, {}, ['body.callbackAt outcome.callback-required']],
    [
      'to call back yesterday',
      { outcome: 'C.CB', callbackAt: '2026-03-02T06:59:00Z' },
      {},
      ['body.callbackAt date.past'],
    ],
    [
      'to call back in another life',
      { outcome: 'C.CB', callbackAt: '2036-03-02T06:59:00Z' },
      {},
      ['body.callbackAt date.future'],
    ],
    ['promised, but when', { outcome: 'W.COM' }, {}, ['body.promisedAt outcome.date-required']],
    ['tried, but until when', { outcome: 'W.TRY' }, {}, ['body.promisedAt outcome.date-required']],
    ['tied, but until when', { outcome: 'L.CON' }, {}, ['body.promisedAt outcome.date-required']],
    [
      'tied until last year',
      { outcome: 'L.CON', promisedAt: '2025-03-02T00:00:00Z' },
      {},
      ['body.promisedAt date.past'],
    ],
    ['with a plan that nobody promised', { outcome: 'C.PLAN' }, {}, ['body.promises outcome.promise-required']],
    [
      'for another reason, without words',
      { reasons: [reason('UNK.OTHER')] },
      {},
      ['body.words outcome.words-required'],
    ],
    ['for a reason of no taxonomy', { reasons: [reason('NOT')] }, {}, ['body.reasons.0.code outcome.reason-unknown']],
    ['for a whole group of reasons', { reasons: [reason('PRC')] }, {}, ['body.reasons.0.code outcome.reason-unknown']],
    [
      'for one reason twice',
      { reasons: [reason('PRC.FEE'), reason('PRC.FEE')] },
      {},
      ['body.reasons.1.code outcome.reason-twice'],
    ],
    ['with an offer of no taxonomy', { offers: [offer('GOLD')] }, {}, ['body.offers.0.code outcome.offer-not-allowed']],
    [
      'with an offer that the campaign does not make',
      { offers: [offer('UPG')] },
      { campaignOffers: ['APO'] },
      ['body.offers.0.code outcome.offer-not-allowed'],
    ],
    ['with a supervisor’s offer', { offers: [offer('BDL')] }, {}, ['body.offers.0.code offer.needs-supervisor']],
  ])('is refused: %s', (_name, patch, other, expected) => {
    expect(faults(patch, other)).toEqual(expected)
  })

  it('names all that is wrong at once', () => {
    expect(
      faults({ outcome: 'W.COM', offers: [offer('BDL'), offer('GOLD')], reasons: [reason('UNK.OTHER')] }),
    ).toHaveLength(4)
  })

  it('may give a supervisor’s offer when a supervisor gives it', () => {
    expect(faults({ offers: [offer('BDL')] }, { role: 'supervisor' })).toEqual([])
  })

  it('is possible for every code that an agent may choose', () => {
    const codes = taxonomy.outcomes.filter(({ layer }: Outcome) => layer === 'agent').map(({ code }) => code)
    for (const code of codes)
      expect(
        faults({
          outcome: code,
          callbackAt: '2026-03-03T09:00:00Z',
          promisedAt: '2026-04-03T09:00:00Z',
          promises: [{ what: 'call the courier', dueAt: '2026-03-05T09:00:00Z' }],
        }),
      ).toEqual([])
  })
})
