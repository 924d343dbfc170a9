import { readDecided } from '../server/learning/decisions.store.ts'
import { askDatabase, readAsked } from './ask-database.ts'
import { parseWhyArgs, WHY_USAGE } from './why-args.ts'
import { reportWhy } from './why-report.ts'

const { customer, at } = readAsked(parseWhyArgs(process.argv.slice(2)), WHY_USAGE)

await askDatabase(async ({ db }) => {
  const decided = await readDecided(db, customer, at)
  if (decided) {
    console.log(reportWhy(decided).join('\n'))
    return 0
  }
  console.error(`No claim of ${customer} is on record${at ? ' at or before that time' : ''}.`)
  return 1
})
