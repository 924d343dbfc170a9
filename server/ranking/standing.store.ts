import { z } from 'zod'
import { CustomerId, EpisodeId } from '#contract/ids'
import type { Sql } from '../platform/sql.pg.ts'
import type { Arm } from './arm.ts'
import type { OpenLapse } from './lapse.ts'

/** What is known of a customer beside her history. */
export type Standing = {
  open: (OpenLapse & { id: EpisodeId; arm: Arm | null }) | null
  /** A stop that nobody has lifted. */
  stopped: boolean
  /** When the last closed episode lapsed; one that was closed as no lapse at all tells nothing. */
  closedLapsedAt: Date | null
  /** The zone of the first number that is not struck and has one; asked only where nothing better is known. */
  phoneZone: string | null
  /** The arm that her household was given first, in whichever episode of whichever member; asked only where her own episode has none. */
  householdArm: Arm | null
}

const ArmName = z.enum(['treat', 'holdout'])
const Rows = z.array(
  z.object({
    customer_id: CustomerId,
    episode_id: z.nullable(EpisodeId),
    kind: z.enum(['dormant', 'cancelled']).nullable(),
    state: z.string().nullable(),
    lapsed_at: z.date().nullable(),
    won_at: z.date().nullable(),
    verify_by: z.date().nullable(),
    arm: ArmName.nullable(),
    stopped: z.boolean(),
    closed_lapsed_at: z.date().nullable(),
    phone_zone: z.string().nullable(),
    household_arm: ArmName.nullable(),
  }),
)

/** How each of these customers stands, in one statement; each LIMIT 1 has it walk an index for each of them, since a table that is read whole grows with the base. */
export async function readStandings(tx: Sql, customerIds: readonly string[]): Promise<Map<CustomerId, Standing>> {
  const rows = await tx.$queryRaw`
    SELECT c.id AS customer_id, e.id AS episode_id, e.kind, e.state, e.lapsed_at, e.won_at, e.verify_by, e.arm,
      coalesce((SELECT true FROM stop s WHERE s.customer_id = c.id AND s.lifted_at IS NULL LIMIT 1), false) AS stopped,
      (SELECT max(x.lapsed_at) FROM episode x
        WHERE x.customer_id = c.id AND x.closed_at IS NOT NULL AND x.closed_as IS DISTINCT FROM 'not_lapsed') AS closed_lapsed_at,
      CASE WHEN c.told_zone IS NULL AND c.zone IS NULL THEN
        (SELECT p.zones[1] FROM customer_phone n JOIN phone p ON p.id = n.phone_id
          WHERE n.customer_id = c.id AND n.struck_at IS NULL AND p.zones[1] IS NOT NULL
          ORDER BY n.rank, n.phone_id LIMIT 1) END AS phone_zone,
      CASE WHEN e.arm IS NULL THEN
        (SELECT x.arm FROM customer m JOIN episode x ON x.customer_id = m.id
          WHERE m.household_id = c.household_id AND x.arm IS NOT NULL ORDER BY x.arm_at, x.id LIMIT 1) END AS household_arm
    FROM customer c LEFT JOIN LATERAL (
      SELECT * FROM episode o WHERE o.customer_id = c.id AND o.closed_at IS NULL AND o.kind <> 'visit' LIMIT 1) e ON true
    WHERE c.id = ANY(${[...customerIds]}::uuid[])`
  return new Map(
    Rows.parse(rows).map((row) => {
      const { episode_id: id, kind, state, lapsed_at: lapsedAt, won_at: wonAt, verify_by: verifyBy, arm } = row
      const open = id && kind && state && lapsedAt ? { id, kind, state, lapsedAt, wonAt, verifyBy, arm } : null
      const standing: Standing = {
        open,
        stopped: row.stopped,
        closedLapsedAt: row.closed_lapsed_at,
        phoneZone: row.phone_zone,
        householdArm: row.household_arm,
      }
      return [row.customer_id, standing]
    }),
  )
}
