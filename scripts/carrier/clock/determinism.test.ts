import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createRig, EPOCH } from '../rig.ts'

const rig = createRig()
const { start, control, truth, endOf, ring, seatAgent } = rig

describe('determinism', () => {
  const shift = async (seed: number): Promise<string> => {
    await start({ seed, faults: { duplicate: 0.2, drop: 0.1, reorder: 0.3 } })
    await control('personas', { '+998901234568': { kind: 'busy' }, '+998901234569': { saysStop: true } })
    await seatAgent()
    for (const last of [7, 8, 9]) {
      await ring({ to: `+99890123456${last}`, statusCallback: `${rig.hooks().url}/s?intent=${last}` })
      await rig.step(45_000)
    }
    return truth()
      .map((line) => JSON.stringify(line))
      .join('\n')
  }

  it('gives the same truth for the same seed, byte for byte, and another for another', async () => {
    const [once, again, other] = [await shift(11), await shift(11), await shift(12)]
    expect(once.split('\n').length).toBeGreaterThan(40)
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })
})

it('runs by itself in a faster clock', async () => {
  await start({ clock: { origin: Date.now(), epoch: EPOCH, speed: 100 } })
  const call = await ring({ statusCallback: `${rig.hooks().url}/status?intent=${randomUUID()}` })
  await expect.poll(() => endOf(call.sid), { timeout: 5_000 }).toBeDefined()
  await expect.poll(() => rig.hooks().statuses().at(-1), { timeout: 2_000 }).toBe('completed')
})
