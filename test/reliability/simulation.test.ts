import { expect, it } from 'vitest'
import { CORE } from '../../scripts/simulation/core.ts'
import { PLANTED } from '../../scripts/simulation/planted.ts'
import { simulate } from '../../scripts/simulation/run.ts'
import { shrink } from '../../scripts/simulation/shrink.ts'
import { tell } from '../../scripts/simulation/story.ts'
import { reached } from '../harness/reached.ts'
import { sized } from '../harness/sized.ts'

const STEPS = sized(1_000_000, 10_000_000)
const TWICE = 50_000
/** A story longer than this explains nothing. */
const SHORT = 25
const TOWN_STEPS = 400

/** What must have happened for the run to have shown anything. */
const MUST_HAPPEN = [
  'answer unknown',
  'answer refused',
  'care ended',
  'care nothing',
  'care there',
  'callback ended',
  'cut canceled',
  'deliver again',
  'deliver lease',
  'deliver saved',
  'dial again',
  'dial denied',
  'dial busy',
  'release blocked',
  'release gone',
  'release canceled',
  'renew lease',
  'skip passed',
  'sweep 1',
]

it('R26 · the pure core keeps its invariants under faults, and the same seed is the same run', { timeout: 900_000 }, ({
  task,
}) => {
  const first = simulate(26, TWICE)
  expect(simulate(26, TWICE).hash).toBe(first.hash)
  expect(simulate(27, TWICE).hash).not.toBe(first.hash)

  const from = performance.now()
  const { steps, tally, failure } = simulate(1, STEPS)
  expect(failure && tell(failure.town, failure.events, CORE)).toBeNull()
  expect(steps).toBe(STEPS)
  expect(MUST_HAPPEN.filter((name) => !tally[name])).toEqual([])
  const perSecond = Math.round((steps * 1_000) / (performance.now() - from))
  reached(task, 'a town of agents, customers and a bad network, step by step', { steps, 'steps/s': perSecond })
})

for (const [name, { core, breaks }] of Object.entries(PLANTED))
  it(`R26 control · ${name}: found, and told in a short story`, ({ task }) => {
    const { failure, steps } = simulate(1, 200_000, core, TOWN_STEPS)
    if (!failure) throw new Error('the planted bug was not found')
    const history = shrink(failure, core)
    reached(task, name, { 'steps to find it': steps, 'steps to tell it': history.length })
    expect(failure.invariant).toBe(breaks)
    expect(history.length).toBeLessThanOrEqual(SHORT)
    const story = tell(failure.town, history, core)
    expect(story.split('\n')).toHaveLength(history.length)
    expect(story).toContain(`✗ ${breaks}`)
  })
