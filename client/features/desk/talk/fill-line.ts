import { IN_BRACES, SCRIPT_FIELDS, type ScriptField } from '#contract/script'
import { isolate } from '../../../i18n/isolate.ts'

export type Names = Readonly<Record<ScriptField, string>>

/** A campaign's own line as it is said; whatever else stands in braces stays as it was written. */
export const fillLine = (say: string, names: Names): string =>
  say.replace(IN_BRACES, (whole, inside: string) => {
    const field = SCRIPT_FIELDS.find((name) => name === inside)
    return field ? isolate(names[field]) : whole
  })
