import { createContext } from 'react'

/** Where chords below this point are heard: on the page, or within the dialog that holds them. */
export const KeyScope = createContext<'page' | 'dialog'>('page')
