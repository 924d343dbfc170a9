/**
 * What a person is known by when a file brings them again. A number that somebody else has as well is theirs to keep: there
 * only number and name together mean who was erased.
 */
export const signOfId = (externalId: string): string => `id ${externalId}`
export const signOfNumber = (e164: string): string => `number ${e164}`
export const signOfNumberAndName = (e164: string, searchName: string): string => `both ${e164} ${searchName}`

export type KnownPerson = {
  externalId: string | null
  searchName: string
  phones: readonly { e164: string; shared: boolean }[]
}

/** Everything by which this person would be known again. */
export const signsOf = ({ externalId, searchName, phones }: KnownPerson): string[] => [
  ...(externalId === null ? [] : [signOfId(externalId)]),
  ...phones.filter(({ shared }) => !shared).map(({ e164 }) => signOfNumber(e164)),
  ...phones.map(({ e164 }) => signOfNumberAndName(e164, searchName)),
]
