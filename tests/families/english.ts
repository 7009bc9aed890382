import type { Draw, Family } from './draw.js'

const TOWNS =
  'Leeds,Marlow Heath,Ghent,Porto,Graz,Turin,Oslo,New Ashford,Lyon,Bergen,Izmir,San Pedro,Ulm'.split(',')
const TEAMS = 'Rovers United Albion Wanderers Athletic City Rangers Harriers Town Victoria'.split(' ')
const NAMES = "Hall,Pike,Moss,Frost,Lane,Webb,Okafor,Lind,Maier,Ruiz,Novak,Ng,de Vries,O'Neill".split(',')
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const WINDS = 'north south west east northwest southeast southwest northeast'.split(' ')

const thousands = (number: number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',')
const clock = ({ int }: Draw, from: number, to: number) => `${int(from, to)}:${int(10, 59)}`

/** English reports of one form each: bulletins of weather, sports, earthquakes, jobs, courts and roads. */
export const ENGLISH: Family = {
  weather: (draw) =>
    `Weather for ${draw.pick(TOWNS)} on ${draw.pick(DAYS)}. ${draw.pick(['Mist, then sunny spells', 'Rain at times', 'Dry and bright', 'Snow above 900 metres', 'Cloudy'])}. Highest temperature ${draw.int(-9, 34)} degrees, lowest ${draw.int(-19, 20)} degrees. Wind ${draw.pick(WINDS)} ${draw.int(1, 5)} to ${draw.int(5, 8)}. Sea slight. Sunrise at ${clock(draw, 4, 8)}, sunset at ${clock(draw, 16, 21)}. Issued by the regional weather office.`,
  sports: ({ pick, int }) =>
    `FULL TIME: ${pick(TEAMS)} ${int(0, 5)}, ${pick(TEAMS)} ${int(0, 5)}. Scorers: ${pick(NAMES)}, ${pick(NAMES)}; ${pick(NAMES)}. The next round is played on Saturday at the municipal ground, kick-off at three in the afternoon, tickets at the gate.`,
  quake: ({ pick, int, fix }) =>
    `A magnitude ${fix(2, 7, 1)} earthquake struck ${int(3, 120)} kilometres ${pick(WINDS)} of ${pick(TOWNS)} at a depth of ${fix(1, 90, 1)} kilometres, the seismological institute said. There were no immediate reports of damage. The institute publishes all tremors over magnitude 2 within ten minutes. This notice was written by a machine.`,
  job: ({ pick, int }) =>
    `We are looking for a ${pick(['bookkeeper', 'gardener', 'nurse', 'welder', 'cook', 'teacher', 'driver'])} in ${pick(TOWNS)}. You work in a small team, speak English well and like to learn. We offer ${thousands(int(18, 90) * 500)} a year, thirty days of leave, a bicycle and free lunch on Fridays. Send your papers to our office until the end of the month.`,
  court: ({ pick, int }) =>
    `${pick(['Marta', 'Paul', 'Anton', 'Helen', 'Li', 'Omar', 'Ruth', 'Kofi'])} ${pick(NAMES)}, ${int(18, 70)}, of ${pick(TOWNS)}, was fined £${thousands(int(40, 4000))} at the magistrates' court on ${pick(DAYS)} for ${pick(['speeding', 'drunken driving', 'shoplifting', 'assault'])}. The magistrates also ordered ${int(1, 12)} months of probation and the payment of costs. The defendant may appeal within three weeks.`,
  traffic: ({ pick, int }) =>
    `The ${pick(['A', 'B', 'M'])}${int(1, 99)} is closed between ${pick(TOWNS)} and ${pick(TOWNS)} ${pick(['because of an accident', 'for roadworks', 'because of flooding', 'because of a fallen tree'])} until ${int(1, 11)} ${pick(['a.m.', 'p.m.'])} Drivers are asked to follow the signs and to allow for delays of up to ${int(5, 90)} minutes. The traffic desk will give the next report on the hour.`,
}
