export const audit = {
  /** One sentence for every act of `contract/audit.ts`: who did what to whom. */
  actions: {
    session: {
      'signed-in': '{actor} signed in',
      'signed-out': '{actor} signed out',
      failed: 'A sign-in failed for {subject}',
      'held-off': 'Sign-in was held off for {subject} after too many tries',
    },
    access: { refused: '{actor} was refused {subject}' },
    staff: {
      'set-up': '{actor} became the first administrator',
      added: '{actor} added {subject}',
      changed: '{actor} changed {subject}',
    },
    card: { viewed: '{actor} saw the card of {subject}' },
    timeline: { viewed: '{actor} read on in the history of {subject}' },
    customer: {
      viewed: '{actor} opened {subject}',
      searched: '{actor} searched for customers',
      merged: '{actor} merged {subject}',
      unmerged: '{actor} undid the merge of {subject}',
      'kept-apart': '{actor} kept {subject} apart from a possible double',
      'erasure-began': '{actor} began to erase {subject}',
      erased: '{actor} erased {subject}',
    },
    number: {
      shown: '{actor} was shown the full number of {subject}',
      struck: '{actor} struck a number of {subject}',
      restored: '{actor} restored a number of {subject}',
    },
    import: {
      started: '{actor} started {subject}',
      cancelled: '{actor} cancelled {subject}',
      'faults-exported': '{actor} exported the faults of {subject}',
    },
    audit: {
      exported: '{actor} exported the audit trail',
      verified: '{actor} had the chain of the audit trail checked',
    },
    stop: { pressed: '{actor} recorded a stop for {subject}', lifted: '{actor} lifted a stop of {subject}' },
    offer: { overridden: '{actor} offered {subject} something else than was recommended' },
    promise: { settled: '{actor} settled a promise to {subject}' },
    complaint: { settled: '{actor} settled a complaint of {subject}' },
    model: { adopted: '{actor} adopted {subject}' },
  },
  subjects: {
    customer: 'customer {id}',
    user: 'staff member {id}',
    import: 'import {id}',
    call: 'call {id}',
    account: 'an unknown account',
    endpoint: '“{id}”',
    audit: 'the audit trail',
    model: 'ranking model {id}',
  },
  nobody: 'The system',
} as const
