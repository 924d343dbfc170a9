/** A name inside a sentence keeps its own direction (FSI … PDI), where no element can stand around it. */
export const isolate = (name: string): string => `\u2068${name}\u2069`
