import { changeState, closeScreens, drive, openScreens, type Screen } from '../../test/harness/crowd.ts'
import { seedStaff } from '../../test/harness/desks.ts'
import { openLiveHouse } from './live-house.ts'
import { type Times, timesOf } from './times.ts'

export type FanOutBenchInput = { agents: number; walls: number; perSecond: number; seconds: number }
export type FanOutBenchResult = FanOutBenchInput & {
  /** From sending a change to its showing on the screen of the agent who made it. */
  shown: Times
  eventLoopP99Ms: number
  /** Documents that reached all screens together. */
  pushes: number
}

const WARM_SECONDS = 2

/** Open loop: so many changes a second, each by another agent, while supervisors' walls watch all of them (R21). */
export async function benchFanOut(input: FanOutBenchInput): Promise<FanOutBenchResult> {
  const { agents, walls, perSecond, seconds } = input
  const house = await openLiveHouse()
  try {
    const { screens } = await house.openDesks(agents)
    const leads = await seedStaff(house.database, {
      ...{ count: walls, role: 'supervisor' as const, now: house.clock.now(), sessionSecret: house.sessionSecret },
    })
    const watching = await openScreens(house.url, [], leads)
    // Each takes her turn, so that nobody says two things at once.
    const change = (nth: number) => changeState(house.url, screens[nth % agents] as Screen)
    await drive({ perSecond, seconds: WARM_SECONDS }, change)
    await house.server.loopDelay()
    const all = [...screens, ...watching]
    const before = all.reduce((sum, { seen }) => sum + seen.length, 0)
    const shown = await drive({ perSecond, seconds }, (nth) => change(nth + perSecond * WARM_SECONDS))
    const eventLoopP99Ms = await house.server.loopDelay()
    const pushes = all.reduce((sum, { seen }) => sum + seen.length, 0) - before
    closeScreens(all)
    return { ...input, shown: timesOf(shown), eventLoopP99Ms, pushes }
  } finally {
    await house.close()
  }
}
