import type { AuditLine } from '#contract/audit'
import { guardCell } from '../../platform/guard-cell.ts'

export const TRAIL_COLUMNS = [
  'line',
  'at',
  'actor_id',
  'actor',
  'action',
  'subject_kind',
  'subject_id',
  'detail',
] as const

/** One line as the cells of a sheet, none of which a spreadsheet would run. */
export const trailRow = (line: AuditLine): string[] =>
  [
    line.id,
    line.at,
    line.actorId ?? '',
    line.actorName ?? '',
    line.action,
    line.subjectKind,
    line.subjectId,
    JSON.stringify(line.detail),
  ].map(guardCell)
