import { createHmac } from 'node:crypto'

export type Arm = 'treat' | 'holdout'

/**
 * The permanent arm of a household: a keyed hash, independent of campaigns and of everything known about it. Raising
 * the percentage keeps every household that is held out already, lowering it calls none that was not next in line.
 */
export function assignArm(householdId: string, key: string, holdoutPercent: number): Arm {
  const digest = createHmac('sha256', key).update(`arm:${householdId}`).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48 < holdoutPercent / 100 ? 'holdout' : 'treat'
}
