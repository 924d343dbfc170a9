import { describe, expect, it } from 'vitest'
import { findLikelyReasons, prepareReasons } from './reasons.ts'
import { REASONS, SILENT } from './sample-customers.ts'

const find = (changes: Partial<typeof SILENT>) => findLikelyReasons({ ...SILENT, ...changes }, prepareReasons(REASONS))
const probabilityOf = (code: string, changes: Partial<typeof SILENT>) =>
  find(changes).find(({ reason }) => reason.code === code)?.probability ?? 0

describe('why a customer probably left', () => {
  it('is a distribution over leaves that leaves out the unknown', () => {
    const likely = find({})
    expect(likely.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12)
    expect(likely.every(({ reason }) => reason.code.includes('.') && !reason.code.startsWith('UNK'))).toBe(true)
  })

  it('points to an open complaint, and never to one where none is open', () => {
    expect(find({ complaints: { open: 1, solved: 0, unsolved: 0 } })[0]?.reason.code).toBe('CMP.OPEN')
    expect(probabilityOf('CMP.OPEN', {})).toBe(0)
  })

  it('points to bad handling after a complaint without a solution', () => {
    const likely = find({ complaints: { open: 0, solved: 0, unsolved: 1 } })
    expect(['CMP.NONE', 'CMP.BAD']).toContain(
      likely.filter(({ reason }) => reason.code.startsWith('CMP'))[0]?.reason.code,
    )
    expect(probabilityOf('CMP.BAD', { complaints: { open: 0, solved: 0, unsolved: 1 } })).toBeGreaterThan(
      10 * probabilityOf('CMP.BAD', {}),
    )
  })

  it('listens to what the complaint was about', () => {
    const complaints = { open: 0, solved: 1, unsolved: 0 }
    const late = probabilityOf('CNV.DLV', { complaints, complaintKinds: ['late delivery'] })
    expect(late).toBeGreaterThan(probabilityOf('CNV.DLV', { complaints }))
  })

  it('trusts the reason that the customer gave', () => {
    expect(find({ knownReason: 'CPT.PRICE' })[0]).toMatchObject({ reason: { code: 'CPT.PRICE' } })
    expect(probabilityOf('CPT.PRICE', { knownReason: 'CPT.PRICE' })).toBeGreaterThan(0.85)
  })

  it('has nothing to say without a taxonomy', () => {
    expect(findLikelyReasons(SILENT, prepareReasons([]))).toEqual([])
  })
})
