import type { CustomerId, ImportId, UserId, WorkItemId } from '#contract/ids'
import type { AgentDesk } from '#contract/live'
import type { TopicSource } from './live/live.socket.ts'
import type { People } from './people/people.service.ts'
import type { Database } from './platform/database.pg.ts'
import type { Caller } from './platform/http.express.ts'
import { Refusal } from './platform/problem.ts'
import type { Queue } from './queue/queue.service.ts'
import type { QualityReports } from './reporting/quality.service.ts'
import type { Reporting } from './reporting/reporting.service.ts'
import { may } from './staff/policy.ts'
import type { Staff } from './staff/staff.service.ts'
import type { Telephony } from './telephony/telephony.service.ts'

const WALL_PAUSE_MS = 400
const IMPORT_PAUSE_MS = 250
const AUDIT_PAUSE_MS = 400

export type TopicNeeds = {
  database: Database
  staff: Pick<Staff, 'trail'>
  people: People
  queue: Queue
  reporting: Reporting
  quality: QualityReports
  telephony: Pick<Telephony, 'line'>
}

/** Null for what does not exist for this caller; anything else that goes wrong stays a fault. */
const orNull = async (read: Promise<unknown>): Promise<unknown> => {
  try {
    return await read
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The number that an agent dials by hand is for the agent alone, not for who looks over her shoulder. */
const withoutNumber = (desk: AgentDesk | null): AgentDesk | null =>
  desk?.call ? { ...desk, call: { ...desk.call, number: null } } : desk

/** Every topic: who may watch it and how its newest document is read. One line per kind, the policy asked first. */
export function topicSources(needs: TopicNeeds): Record<string, TopicSource> {
  const { database, staff, people, queue, reporting, quality, telephony } = needs
  return {
    wall: {
      shared: true,
      pauseMs: WALL_PAUSE_MS,
      allows: async (caller) => may(caller.role, 'topic:watch:wall'),
      read: () => reporting.readWall(),
    },
    floor: {
      shared: false,
      pauseMs: WALL_PAUSE_MS,
      allows: async (caller) => may(caller.role, 'topic:watch:floor'),
      read: (caller) => reporting.readFloor(caller),
    },
    audit: {
      shared: true,
      pauseMs: AUDIT_PAUSE_MS,
      allows: async (caller) => may(caller.role, 'topic:watch:audit'),
      read: () => staff.trail.status(),
    },
    line: {
      shared: true,
      pauseMs: 0,
      allows: async (caller) => may(caller.role, 'topic:watch:line'),
      read: () => telephony.line.view(database.db),
    },
    agent: {
      shared: false,
      pauseMs: 0,
      allows: async (caller, id) =>
        may(caller.role, 'topic:watch:agent') &&
        (caller.userId === id || (await reporting.leads(caller, id as UserId))),
      read: async (caller, id) => {
        const desk = await reporting.readDesk(id as UserId)
        return caller.userId === id ? desk : withoutNumber(desk)
      },
    },
    card: {
      shared: false,
      pauseMs: 0,
      allows: async (caller) => may(caller.role, 'topic:watch:card'),
      read: (caller, id) => orNull(database.tx((tx) => queue.card(tx, id as WorkItemId, caller))),
    },
    quality: {
      shared: true,
      pauseMs: WALL_PAUSE_MS,
      allows: async (caller) => may(caller.role, 'topic:watch:quality'),
      read: () => quality.summary(),
    },
    import: {
      shared: true,
      pauseMs: IMPORT_PAUSE_MS,
      allows: async (caller) => may(caller.role, 'topic:watch:import'),
      read: (_caller, id) => orNull(people.read(id as ImportId)),
    },
  }
}

/** Agents may see the history of the customer on their desk, those who lead them every customer's. */
export const maySeeCustomer =
  ({ database, queue }: Pick<TopicNeeds, 'database' | 'queue'>) =>
  async (caller: Caller, customerId: CustomerId): Promise<boolean> =>
    caller.role !== 'agent' || (await queue.held(database.db, caller.userId))?.customerId === customerId
