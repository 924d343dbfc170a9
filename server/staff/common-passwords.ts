/**
 * Passwords and their stems that guessing tools try first, from memory of the published lists (SplashData, NordPass,
 * rockyou's head), with what our own languages add. Only stems: numbers, rows of keys and repetitions around them are
 * recognised by `password.ts`, so that 'Dragon2024!!!!' is as common as 'dragon'.
 */
export const COMMON_PASSWORDS: readonly string[] = `
password passwort passw0rd pass passcode passphrase parol parola contrasena motdepasse secret letmein letmeinnow welcome
welcometo admin administrator root toor user username guest test testing tester demo default changeme changethis
changeit temp temporary login signin master hello hellothere iloveyou iloveu loveyou loveme lovely love lover princess
prince queen king dragon monkey shadow sunshine superman batman spiderman ironman pokemon pikachu starwars startrek
trustno football baseball basketball soccer hockey golf tennis cricket hunter hunting fishing ranger tigger tiger lion
eagle falcon panther jaguar wolf bear rabbit kitten puppy doggy whatever freedom nothing something everything computer
internet server network windows microsoft google facebook instagram twitter youtube linkedin samsung iphone android
apple amazon netflix yahoo gmail hotmail matrix killer hacker ninja samurai pirate wizard merlin gandalf hobbit
michael jennifer jordan jessica ashley nicole daniel andrew joshua matthew thomas robert charlie george harley maggie
pepper ginger cookie chocolate cheese banana orange lemon cherry peaches strawberry coffee summer winter spring autumn
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december flower flowers rainbow butterfly angel angels heaven jesus christ blessed faith family forever
friends friend mother father sister brother baby babygirl babyboy mustang corvette ferrari porsche mercedes yamaha
honda toyota chelsea arsenal liverpool barcelona realmadrid juventus manchester united london paris berlin moscow
america canada england tehran isfahan tashkent samarkand bukhara iran persian uzbekistan bazgasht persepolis esteghlal
doostetdaram dooset eshgh khoda allah bismillah salam hamid mohammad muhammad hossein hussein fatemeh zahra ahmad
asalom salom sevgi onajon company business office callcenter callcentre agent supervisor manager customer service
support winback console secure security access account private mypassword mypass money dollar million lucky number
music guitar metallica nirvana eminem slipknot blink purple yellow silver golden diamond crystal phoenix buster
scooter snoopy garfield mickey minnie donald barbie hannah bailey sophie chester oliver maverick viking knight warrior
soldier marine army navy police doctor nurse teacher student school college university zaq xsw cde asdf zxcv qwerty
qazwsx azerty qwertz aaaaaa abcabc abcd letmesee opensesame correcthorse correcthorsebatterystaple
`
  .trim()
  .split(/\s+/)
