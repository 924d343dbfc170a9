import { useTranslations } from 'use-intl'
import type { AuditAction, AuditLine } from '#contract/audit'

type Say = (key: string, values: Record<string, string>) => string

/** What stands inside a sentence keeps its own direction. */
const isolate = (text: string): string => `\u2068${text}\u2069`
const ID_SHOWN = 8
export const shortId = (id: string): string => (id.length > ID_SHOWN ? `${id.slice(0, ID_SHOWN)}…` : id)

/** A line as a sentence: who did what to whom. Customers are ids here, our own people have names. */
export function useActWords() {
  const t = useTranslations('audit')
  // Acts arrive at run time; audit-words.test.ts proves that each has its sentence.
  const say = t as unknown as Say
  return {
    sentence: ({ action, actorName, subjectKind, subjectId, subjectName }: AuditLine): string =>
      say(`actions.${action}`, {
        actor: isolate(actorName ?? t('nobody')),
        subject: say(`subjects.${subjectKind}`, { id: isolate(subjectName ?? shortId(subjectId)) }),
      }),
    /** The act by itself, for a list to choose from. */
    act: (action: AuditAction): string =>
      say(`actions.${action}`, { actor: '…', subject: '…' }).replaceAll('\u2068', '').replaceAll('\u2069', ''),
  }
}
