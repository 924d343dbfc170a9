import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { seedTown } from '../../scripts/bench/claims-town.ts'
import type { Database } from '../../server/platform/database.pg.ts'
import { createTestDatabase } from '../harness/database.ts'
import { reached } from '../harness/reached.ts'
import { sized } from '../harness/sized.ts'

/** R1, the mass: who had whom, from a history that the database itself writes. The calls truly placed are in `floor.test.ts`. */
const CUSTOMERS = sized(20_000, 200_000)
const AGENTS = 100
const PROCESSES = 3
/** A zone has two thousand heads at most: all customers are among them. */
const ZONES = sized(30, 100)
/** One of the processes is killed whenever so many more were handed out. */
const KILL_EVERY = sized(3_500, 8_000)
const LOOK_MS = 100

/** What every claim and every giving back leaves behind, in its own transaction. */
const HISTORY = `
  CREATE TABLE history (id bigserial PRIMARY KEY, work_item_id uuid, agent_id uuid, held boolean);
  CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.state = 'leased' AND NEW.state <> 'leased' THEN
      INSERT INTO history (work_item_id, agent_id, held) VALUES (OLD.id, OLD.agent_id, false);
    ELSIF NEW.state = 'leased' AND NEW.agent_id IS DISTINCT FROM OLD.agent_id THEN
      INSERT INTO history (work_item_id, agent_id, held) VALUES (NEW.id, NEW.agent_id, true);
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER history AFTER UPDATE ON work_item FOR EACH ROW EXECUTE FUNCTION keep_history()`

let database: Database & { drop: () => Promise<void> }
let client: pg.Client
const children = new Set<ChildProcess>()
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.url)
  await client.connect()
  await client.query(HISTORY)
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

async function seed(size: number): Promise<void> {
  await seedTown(client, size, ZONES)
  await client.query('TRUNCATE history')
}

/** One process of agents who claim and close until nothing is left. */
function startClaiming(mode: 'claims' | 'naive', agents: number): ChildProcess {
  const file = new URL('./claims-process.ts', import.meta.url).pathname
  const args = ['--import', 'tsx', file, database.url, mode, String(agents)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
const claimed = async (): Promise<number> =>
  Number((await client.query('SELECT count(*) AS n FROM history WHERE held')).rows[0]?.n)

/** The checker: handings-out of a customer who was held already, and of an agent who held one already. */
async function findDoubles(): Promise<{ customers: number; agents: number }> {
  const { rows } = await client.query<{ work_item_id: string; agent_id: string; held: boolean }>(
    'SELECT work_item_id, agent_id, held FROM history ORDER BY id',
  )
  const holders = new Map<string, string>()
  const holdings = new Map<string, string>()
  let [customers, agents] = [0, 0]
  for (const { work_item_id: item, agent_id: agent, held } of rows) {
    if (!held) {
      holders.delete(item)
      holdings.delete(agent)
      continue
    }
    if (holders.has(item)) customers++
    if (holdings.has(agent)) agents++
    holders.set(item, agent)
    holdings.set(agent, item)
  }
  return { customers, agents }
}

it('R1 · hands each customer to one agent and none twice, while processes are killed in the middle of it', {
  timeout: sized(240_000, 3_600_000),
}, async ({ task }) => {
  await seed(CUSTOMERS)
  const perProcess = Math.ceil(AGENTS / PROCESSES)
  let running = Array.from({ length: PROCESSES }, () => startClaiming('claims', perProcess))
  let kills = 0
  for (let next = KILL_EVERY; running.some(({ exitCode }) => exitCode === null); ) {
    await wait(LOOK_MS)
    if ((await claimed()) < next) continue
    next += KILL_EVERY
    const victim = running[kills % running.length]
    if (!victim || victim.exitCode !== null) continue
    const gone = once(victim, 'exit')
    victim.kill('SIGKILL')
    await gone
    kills++
    running = running.map((child) => (child === victim ? startClaiming('claims', perProcess) : child))
  }
  const doubles = await findDoubles()
  const handedOut = await claimed()
  const { db } = database
  const held = await db.workItem.count({ where: { state: 'leased' } })
  reached(task, `${handedOut.toLocaleString('en-GB')} claims by ${AGENTS} agents in ${PROCESSES} processes`, {
    'kills by -9': kills,
    'customers with two agents': doubles.customers,
    'agents with two customers': doubles.agents,
    'held by the dead': held,
  })
  expect(doubles).toEqual({ customers: 0, agents: 0 })
  expect(kills).toBeGreaterThanOrEqual(4)
  expect(handedOut).toBe(CUSTOMERS)
  // Whoever was held by somebody who died waits for the end of her lease; all others were handed out, once.
  expect(held).toBeLessThanOrEqual(kills * perProcess)
  expect(await db.workItem.count({ where: { state: 'closed', fence: 1n } })).toBe(CUSTOMERS - held)
  expect(await db.queueHead.count()).toBe(0)
})

it('R1 control · looking first and writing afterwards hands customers out twice', {
  timeout: 120_000,
}, async ({ task }) => {
  await seed(200)
  await Promise.all(Array.from({ length: 2 }, () => once(startClaiming('naive', 25), 'exit')))
  const doubles = await findDoubles()
  reached(task, 'the naive claim', { 'customers with two agents': doubles.customers })
  expect(doubles.customers).toBeGreaterThan(0)
})
