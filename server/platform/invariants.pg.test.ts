import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { type Desk, seedDesks } from '../../test/harness/desks.ts'
import { checkInvariants, createInvariantWatch, readInvariants, readLastCheck } from './invariants.pg.ts'
import { createLog } from './log.machine.ts'

const NOW = '2026-03-02T07:00:00Z'
const ALWAYS = new Date(0)
const invariants = readInvariants()
const disposition = randomUUID()
const episode = randomUUID()
const extra = randomUUID()
const run = randomUUID()

let database: Awaited<ReturnType<typeof createTestDatabase>>
let spoken: Desk
let previewed: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  const seeding = { count: 1, now: new Date(NOW), sessionSecret: 'x'.repeat(32) }
  ;[spoken, previewed] = [
    ...(await seedDesks(database, { ...seeding, state: 'spoken' })),
    ...(await seedDesks(database, { ...seeding, state: 'preview' })),
  ] as [Desk, Desk]
  for (const sql of [
    `INSERT INTO outcome (code, labels, layer, right_party, closes_work_item, closes_episode, note, retry, position)
      VALUES ('L.NO', '{}', 'x', true, true, false, '', '{}', 0), ('W.YES', '{}', 'x', true, true, false, '', '{}', 1)`,
    `INSERT INTO purchase (customer_id, key, at, amount_minor) VALUES ('${spoken.customerId}', 'one', '${NOW}', 5)`,
    `INSERT INTO import_run (id, kind, file_name, state, mapping, bytes_read, bytes_total, rows_read, rows_new, rows_changed, rows_same, rows_faulty, fault_counts, started_at, finished_at)
      VALUES ('${run}', 'customers', 'c.csv', 'done', '{}', 1, 1, 1, 1, 0, 0, 0, '{}', '${NOW}', '${NOW}')`,
    `INSERT INTO live_topic (topic, version) VALUES ('card:${spoken.workItemId}', 1)`,
    `INSERT INTO disposition (id, work_item_id, call_id, customer_id, episode_id, campaign_id, agent_id, outcome, set_by, words, note, at, value_minor, offers_minor)
      SELECT '${disposition}', w.id, '${spoken.callId}', w.customer_id, w.episode_id, w.campaign_id, w.agent_id, 'W.YES', 'agent', '', '', '${NOW}', 7, 0
      FROM work_item w WHERE w.id = '${spoken.workItemId}'`,
    `INSERT INTO reason_given (disposition_id, position, code, source) VALUES ('${disposition}', 0, 'UNK', 'said')`,
  ])
    await database.db.$executeRawUnsafe(sql)
})
afterAll(() => database.drop())

const callback = (item: string, state: string, customer = `(SELECT customer_id FROM work_item WHERE id = '${item}')`) =>
  `INSERT INTO callback (id, work_item_id, customer_id, agent_id, due_at, state, note, created_at)
   VALUES (gen_random_uuid(), '${item}', ${customer}, '${spoken.userId}', '${NOW}', '${state}', '', '${NOW}')`
const stop = (whose: string, more = '') =>
  `INSERT INTO stop (id, kind, ${whose.split(' ')[0]}, at ${more && ', lifted_at'}) VALUES (gen_random_uuid(), 'all', '${whose.split(' ')[1]}', '2026-03-02T06:59:00Z' ${more && `, '${more}'`})`
const promise = (customer: string, settled: string) =>
  `INSERT INTO promise (id, customer_id, disposition_id, what, owner_id, due_at, status, created_at, settled_at)
   VALUES (gen_random_uuid(), '${customer}', '${disposition}', 'x', '${spoken.userId}', '${NOW}', 'open', '${NOW}', ${settled})`
const close = `UPDATE work_item SET state = 'closed', closed_as = 'L.NO', closed_at = '${NOW}', agent_id = NULL, lease_until = NULL`
const copyItem = (set: { customer?: string; phone?: string; agent?: string; state?: string }) =>
  `INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, agent_id, leased_at, lease_until, fence, attempts, created_at)
   SELECT '${extra}', ${set.customer ? `'${set.customer}'` : 'customer_id'}, episode_id, campaign_id, ${set.phone ? `'${set.phone}'` : 'phone_id'},
     '${set.state ?? 'waiting'}', due_at, ${set.state ? `'${set.agent}'` : 'NULL'}, leased_at, ${set.state ? 'lease_until' : 'NULL'}, 1, 0, created_at
   FROM work_item WHERE id = '${spoken.workItemId}'`
const ofItem = (table: string, set: string) => `UPDATE ${table} SET ${set} WHERE work_item_id = '${spoken.workItemId}'`
const item = (set: string) => `UPDATE work_item SET ${set} WHERE id = '${spoken.workItemId}'`
const presence = (set: string) => `UPDATE presence SET ${set} WHERE user_id = '${spoken.userId}'`
const unguarded = (index: string) => `DROP INDEX ${index}`

/** One impossible state for each invariant, planted beside two desks that are sound. Rolled back. */
const PLANTS: Record<string, () => string[]> = {
  'schema.guards-stand': () => [unguarded('work_item_one_live_per_phone')],
  'work-item.one-live-per-customer': () => [
    unguarded('work_item_one_live_per_customer'),
    copyItem({ phone: randomPhone }),
  ],
  'work-item.one-live-per-phone': () => [
    unguarded('work_item_one_live_per_phone'),
    close,
    item(`state = 'leased', closed_at = NULL, closed_as = NULL, agent_id = '${spoken.userId}', lease_until = '${NOW}'`),
    copyItem({ customer: previewed.customerId }),
  ],
  'work-item.one-per-agent': () => [
    unguarded('work_item_one_leased_per_agent'),
    `UPDATE work_item SET agent_id = '${spoken.userId}' WHERE id = '${previewed.workItemId}'`,
  ],
  'work-item.leased-has-lease': () => [item('leased_at = NULL')],
  'work-item.waiting-is-free': () => [
    'ALTER TABLE work_item DROP CONSTRAINT work_item_leased',
    item(`state = 'waiting', reserved_for = '${previewed.userId}'`),
  ],
  'work-item.closed-says-how': () => [`${close} WHERE id = '${spoken.workItemId}'`, item('closed_as = NULL')],
  'work-item.closed-has-disposition': () => [`${close} WHERE id = '${previewed.workItemId}'`],
  'work-item.of-its-episode': () => [item(`episode_id = '${previewed.customerId}'`)],
  'work-item.number-is-hers': () => [`DELETE FROM customer_phone WHERE customer_id = '${spoken.customerId}'`],
  'decision.of-a-version': () => [
    `INSERT INTO decision (work_item_id, fence, at, agent_id, episode_id, campaign_id, campaign_version, propensities, permit)
     SELECT id, 1, '${NOW}', agent_id, episode_id, campaign_id, 99, '{}', '{}' FROM work_item WHERE id = '${spoken.workItemId}'`,
  ],
  'holdout.never-leased': () => [`UPDATE episode SET arm = 'holdout' WHERE id = '${previewed.customerId}'`],
  'holdout.never-dialled': () => [`UPDATE episode SET arm = 'holdout' WHERE id = '${spoken.customerId}'`],
  'household.of-shared-number': () => [
    `INSERT INTO customer_phone (customer_id, phone_id, rank) VALUES ('${previewed.customerId}', '${spoken.phoneId}', 2)`,
  ],
  'episode.one-open': () => [
    unguarded('episode_one_open_per_customer'),
    `INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at) VALUES ('${episode}', '${spoken.customerId}', 'dormant', 'lapsed', '${NOW}', '${NOW}')`,
  ],
  'episode.won-is-dated': () => [`UPDATE episode SET state = 'won' WHERE id = '${spoken.customerId}'`],
  'callback.one-pending': () => [callback(spoken.workItemId, 'taken'), callback(spoken.workItemId, 'missed')],
  'callback.pending-waits': () => [callback(spoken.workItemId, 'pending')],
  'callback.taken-is-held': () => [callback(spoken.workItemId, 'taken'), `${close} WHERE id = '${spoken.workItemId}'`],
  'callback.of-its-customer': () => [callback(spoken.workItemId, 'taken', `'${previewed.customerId}'`)],
  'promise.open-is-unsettled': () => [promise(spoken.customerId, `'${NOW}'`)],
  'promise.of-its-disposition': () => [promise(previewed.customerId, 'NULL')],
  'complaint.open-is-unsettled': () => [
    `INSERT INTO complaint (id, customer_id, key, opened_at, closed_at, status, text) VALUES (gen_random_uuid(), '${spoken.customerId}', 'k', '${NOW}', '${NOW}', 'open', '')`,
  ],
  'call.has-intent': () => [ofItem('dial_intent', `created_at = '2026-03-02T07:00:01Z'`)],
  'call.of-its-intent': () => [ofItem('call', `agent_id = '${previewed.userId}'`)],
  'call.ended-says-how': () => [ofItem('call', 'ended_at = NULL')],
  'call.ended-is-settled': () => [ofItem('dial_intent', `state = 'bound'`)],
  'call.leg-is-bound': () => [ofItem('call', `sid = 'CA1'`), ofItem('dial_intent', `sid = 'CA2'`)],
  'intent.has-call': () => [ofItem('dial_intent', `state = 'sent'`), `DELETE FROM call WHERE id = '${spoken.callId}'`],
  'intent.one-live-per-phone': () => [
    unguarded('dial_intent_one_live_per_phone'),
    ofItem('dial_intent', `state = 'bound'`),
    `INSERT INTO dial_intent SELECT '${extra}', work_item_id, fence, customer_id, phone_id, agent_id, mode, state, NULL, NULL, created_at, NULL, NULL, NULL, permit FROM dial_intent`,
  ],
  'intent.not-after-stop': () => [stop(`phone_id ${spoken.phoneId}`)],
  'intent.fence-was-given': () => [ofItem('dial_intent', 'fence = 9')],
  'attempt.of-its-intent': () => [`UPDATE attempt SET phone_id = '${previewed.phoneId}' WHERE id = '${spoken.callId}'`],
  'attempt.unsent-is-not-counted': () => [
    ofItem('dial_intent', `mode = 'carrier'`),
    ofItem('call', `mode = 'carrier'`),
  ],
  'recording.not-kept-too-long': () => [
    `INSERT INTO recording (id, call_id, sid, state, started_at, asked_at, wish)
     VALUES (gen_random_uuid(), '${spoken.callId}', 'RE1', 'kept', '1960-01-01', '${NOW}', 'on')`,
  ],
  'recording.of-nobody-forgotten': () => [
    `INSERT INTO recording (id, call_id, sid, state, started_at, asked_at, wish)
     VALUES (gen_random_uuid(), '${spoken.callId}', 'RE1', 'kept', '${NOW}', '${NOW}', 'on')`,
    `INSERT INTO erasure (id, customer_id, reason, by_user_id, began_at, finished_at, step, cursor)
     VALUES (gen_random_uuid(), '${spoken.customerId}', 'asked', '${spoken.userId}', '${NOW}', '${NOW}', 9, 0)`,
  ],
  'stop.lifted-by-somebody': () => [stop(`phone_id ${previewed.phoneId}`, '2026-03-02T06:59:30Z')],
  'merge.owns-nothing': () => [
    `UPDATE customer SET merged_into = '${previewed.customerId}' WHERE id = '${spoken.customerId}'`,
    `INSERT INTO customer_merge (from_id, into_id, at, by_user_id, moved) VALUES ('${spoken.customerId}', '${previewed.customerId}', '${NOW}', '${spoken.userId}', '{}')`,
  ],
  'audit.holds-no-text': () => [
    `INSERT INTO audit_line (at, action, subject, detail) VALUES ('${NOW}', 'number.shown', 'customer:${spoken.customerId}', '{"phone": "${spoken.e164}"}')`,
  ],
  'presence.talking-has-call': () => [presence(`state = 'talking'`)],
  'presence.calling-has-call': () => [presence(`state = 'calling'`)],
  'presence.card-has-customer': () => [`${close} WHERE id = '${spoken.workItemId}'`],
  'presence.held-is-shown': () => [presence(`state = 'ready'`)],
  'presence.wrap-up-ends': () => [presence(`state = 'preview', wrap_up_ends_at = '${NOW}'`)],
  'disposition.one-per-call': () => [
    `INSERT INTO disposition SELECT '${extra}', work_item_id, call_id, customer_id, episode_id, campaign_id, agent_id, outcome, 'auto', '', NULL, '', NULL, NULL, at, 0, 0 FROM disposition`,
  ],
  'disposition.of-its-item': () => [`UPDATE disposition SET customer_id = '${previewed.customerId}'`],
  'disposition.of-its-call': () => [`UPDATE call SET work_item_id = '${previewed.workItemId}'`],
  'disposition.reached-has-reason': () => ['DELETE FROM reason_given'],
  'disposition.sum-of-offers': () => ['UPDATE disposition SET offers_minor = 3'],
  'disposition.only-wins-earn': () => [`UPDATE disposition SET outcome = 'L.NO'`],
  'purchase.sum-and-owner': () => ['UPDATE purchase SET amount_minor = -1'],
  'import.rows-add-up': () => ['UPDATE import_run SET rows_same = 1'],
  'import.ended-says-when': () => ['UPDATE import_run SET finished_at = NULL'],
  'import.faults-are-listed': () => ['UPDATE import_run SET rows_read = 2, rows_faulty = 1'],
  'live.version-counts-up': () => ['UPDATE live_topic SET version = 0'],
}
const randomPhone = randomUUID()

/** What is found once these statements have run; nothing of them stays. */
async function foundAfter(plant: readonly string[]) {
  const undone = new Error('undone')
  let found = {}
  await database.db
    .$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`INSERT INTO phone (id, e164, zones) VALUES ('${randomPhone}', '+998900000000', '{}')`)
      for (const sql of plant) await tx.$executeRawUnsafe(sql)
      found = await checkInvariants(tx, invariants, ALWAYS)
      throw undone
    })
    .catch((error) => {
      if (error !== undone) throw error
    })
  return found
}

describe('the invariants', () => {
  it('are all sound beside two desks', async () => {
    expect(invariants.length).toBeGreaterThanOrEqual(25)
    expect(await foundAfter([])).toEqual({})
  })

  it('have a planted violation each', () => {
    expect(Object.keys(PLANTS).sort()).toEqual(invariants.map(({ name }) => name).sort())
    expect(new Set(invariants.map(({ sql }) => sql)).size).toBe(invariants.length)
  })

  it.each(invariants.map(({ name, says }) => [name, says]))('find what breaks %s', async (name) => {
    expect(Object.keys(await foundAfter(PLANTS[name]?.() ?? []))).toContain(name)
  })

  it('look no further back than they are told', async () => {
    const later = new Date('2026-03-02T08:00:00Z')
    await database.db.$executeRawUnsafe('UPDATE disposition SET offers_minor = 3')
    expect(await checkInvariants(database.db, invariants, later)).toEqual({})
    expect(Object.keys(await checkInvariants(database.db, invariants, ALWAYS))).toEqual(['disposition.sum-of-offers'])
    await database.db.$executeRawUnsafe('UPDATE disposition SET offers_minor = 0')
  })
})

it.each([
  ['a number', '+998930000009', true],
  ['a number as it is dialled', '00998930000009', true],
  ['a name of two words', 'Zulayho Nigmatova', true],
  ['a name in Persian', '\u0632\u0644\u06cc\u062e\u0627', true],
  ['a customer’s only name', 'Customer', true],
  ['a code', 'PRC.HIGH', false],
  ['an id', episode, false],
  ['a list of ids', `${episode} ${extra}`, false],
  ['a count', '12', false],
])('finds %s in the trail, or lets it be', async (_what, value, found) => {
  const sql = `INSERT INTO audit_line (at, action, subject, detail) VALUES ('${NOW}', 'card.viewed', 'customer:${extra}', '${JSON.stringify({ value })}')`
  expect(Object.keys(await foundAfter([sql]))).toEqual(found ? ['audit.holds-no-text'] : [])
})

it('checks once a minute whoever asks, and logs what is newly broken once', async () => {
  const clock = createSteppedClock('2026-03-02T07:10:00Z')
  const logged: unknown[] = []
  const log = { ...createLog('silent'), error: (detail: unknown) => logged.push(detail), info: () => {} }
  const needs = { database, clock, log: log as unknown as ReturnType<typeof createLog> }
  const [one, other] = [createInvariantWatch(needs), createInvariantWatch(needs)]
  await database.db.$executeRawUnsafe('UPDATE disposition SET offers_minor = 3')
  await Promise.all([one(), other(), one()])
  expect(logged).toEqual([{ invariant: 'disposition.sum-of-offers', ids: [disposition] }])
  expect((await readLastCheck(database.db)).found).toEqual({ 'disposition.sum-of-offers': [disposition] })
  clock.advance(30_000)
  await Promise.all([one(), other()])
  expect((await readLastCheck(database.db)).checkedAt).toEqual(new Date('2026-03-02T07:10:00Z'))
  clock.advance(31_000)
  await Promise.all([one(), other()])
  expect(logged).toHaveLength(1)
  await database.db.$executeRawUnsafe('UPDATE disposition SET offers_minor = 0')
  clock.advance(61_000)
  await Promise.all([one(), other()])
  expect((await readLastCheck(database.db)).found).toEqual({})
})

it('fails a test that leaves something broken behind, by name', async () => {
  const lifted = `
    WITH p AS (INSERT INTO phone (id, e164, zones) VALUES ('${extra}', '+998930000009', '{}') RETURNING id)
    INSERT INTO stop (id, kind, phone_id, at, lifted_at) SELECT id, 'call', id, '${NOW}', '${NOW}' FROM p`
  const broken = await createTestDatabase()
  await broken.db.$executeRawUnsafe(lifted)
  await expect(broken.drop()).rejects.toThrow('stop.lifted-by-somebody')
  const planted = await createTestDatabase()
  await planted.db.$executeRawUnsafe(lifted)
  planted.plants('stop.lifted-by-somebody', 'this test is about that')
  await planted.drop()
})
