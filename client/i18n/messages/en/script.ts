/** The script of domain.md section 5, step by step: what to say and what to listen for. */
export const script = {
  say: 'Say',
  listen: 'Listen for',
  read: 'Read',
  step: {
    '0': {
      title: 'Before you dial',
      say: 'Read three facts and every open complaint.',
      listen: 'What would make this call welcome?',
    },
    '1': {
      title: 'Open',
      say: '“Good day, {name}. This is {agent} from {house}. I should like to know why you stopped coming to us. Is this a good time?”',
      listen: 'Yes, or a better time. Not a good time: book a callback.',
    },
    '2': {
      title: 'Ask',
      say: '“What made you stop?” Then be silent.',
      listen: 'Their own words. Write them as they are said.',
    },
    '3': {
      title: 'Hear',
      say: '“So, if I understand you, …” Repeat it in your own words.',
      listen: '“Yes, exactly.” Then pick the reason and how grave it was.',
    },
    '4': {
      title: 'Say sorry',
      say: '“I am sorry that this happened. You were right to expect better.” Explain honestly; make no excuse.',
      listen: 'Does the voice soften? If not, go back and listen more.',
    },
    '5': {
      title: 'Plan',
      say: '“What would put it right for you?” Then say what, who and by when.',
      listen: 'A remedy they name themselves. Record it as a promise.',
    },
    '6': {
      title: 'Trust',
      say: '“I look after this myself. This number reaches a person. You will have it in writing.”',
      listen: 'Doubt. Answer it with a name and a date, not with praise.',
    },
    '7': {
      title: 'Offer',
      say: '“To make a new start easier, I can offer you …” One offer, matched to the reason.',
      listen: 'Yes, not enough, no need, no trust. Have one alternative ready.',
    },
    '8': {
      title: 'What is better now',
      say: '“Since you left, we have changed …” One improvement that touches their reason.',
      listen: 'A question about it: they are thinking of coming back.',
    },
    '9': {
      title: 'Close',
      say: '“So we agreed … on … Thank you for your time. Would you rate this call from 1 to 5?”',
      listen: 'A clear yes, no, or date. Record how it ended.',
    },
  },
} as const
