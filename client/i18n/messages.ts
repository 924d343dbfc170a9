import type { messages } from './messages/en.ts'

/** The tree of keys with any sentence at the leaves: what every language must fill, no more and no less. */
export type Sentences<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Sentences<Tree[Key]> }

/** English as written: its literal sentences tell the compiler which parameters each one needs. */
export type EnglishMessages = typeof messages
export type Messages = Sentences<EnglishMessages>
