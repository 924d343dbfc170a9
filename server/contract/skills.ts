import * as z from 'zod/mini'

/** Uzbek oʻ, gʻ and the tutuq belgisi, in every way they are typed. */
const APOSTROPHE = /['`´ʻʼ‘’]/g

/** However it is typed, the same words are the same text: no case, single spaces, letters and apostrophes of one kind. */
const fold = (text: string): string =>
  text
    .replace(/[\s\u200b-\u200d]/g, ' ')
    .replace(/\p{C}/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\u064a\u0649]/g, '\u06cc')
    .replace(/\u0643/g, '\u06a9')
    .replace(APOSTROPHE, '’')
    .replace(/(?<=[og])’/g, '‘')
    .replace(/ +/g, ' ')
    .trim()

/** What somebody who calls is good at, in a few words of the centre's own. Folded here and nowhere else: inside, equal is `===`. */
export const Skill = z.string().check(z.overwrite(fold), z.minLength(1), z.maxLength(40))
export type Skill = z.infer<typeof Skill>

const once = z.overwrite((skills: Skill[]) => [...new Set(skills)].sort())
/** What a person can do. */
export const OwnSkills = z.array(Skill).check(once, z.maxLength(20))
/** What a campaign asks of whoever is handed its customers: all of it; none: anybody. */
export const NeededSkills = z.array(Skill).check(once, z.maxLength(5))
