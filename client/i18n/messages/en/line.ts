export const line = {
  since: 'since {time}',
  paused: {
    down: {
      title: 'The phone network cannot be reached',
      agent: 'Nothing is dialled. Your customer stays with you; dialling goes on by itself when it is back.',
      lead: 'Nothing is dialled and nobody is lost. Dialling goes on by itself when the network is back.',
    },
    account: {
      title: 'The phone network has switched our account off',
      agent: 'Nothing is dialled until your supervisor has put it right. Your customer stays with you.',
      lead: 'Look at the account’s balance and its keys at the carrier. Dialling goes on when the account is back.',
    },
    busy: {
      title: 'The phone network takes no more calls just now',
      agent: 'Your customer stays with you; dialling goes on by itself within half a minute.',
      lead: 'Dialling goes on by itself within half a minute. If this comes often, ask the carrier for more lines.',
    },
    'caller-id': {
      title: 'The phone network refuses our own number',
      agent: 'Nothing is dialled until your supervisor has put it right. Your customer stays with you.',
      lead: 'Put our number right at the carrier or in the configuration, then try again.',
    },
    clock: {
      title: 'The clocks of the servers do not agree',
      agent: 'Nothing is dialled while nobody knows what time it is for the customer. Your customer stays with you.',
      lead: 'Nothing is dialled until the clocks of the server and of its database are set right.',
    },
  },
  countries: {
    title: 'The phone network does not let us call {countries}',
    agent: 'Customers there wait.',
    lead: 'Have it enabled for our account at the carrier, then try again.',
  },
} as const
