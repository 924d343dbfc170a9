export const erasure = {
  open: 'Erase this person',
  title: 'Erase this person for ever',
  goes: 'Name, numbers, attributes and every written word about them are removed.',
  stays: 'Days, amounts and outcomes stay for the figures, and that nobody may contact them.',
  forEver: 'No later file brings them back. This cannot be undone.',
  reason: 'Why',
  reasons: {
    asked: 'They asked for it',
    unneeded: 'Nothing needs the data any more',
    unlawful: 'It should never have been kept',
  },
  confirm: 'Type the name to confirm',
  erase: 'Erase for ever',
  done: 'The person is erased. Nobody here will call them again.',
} as const
