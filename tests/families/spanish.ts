import type { Family } from './draw.js'

const CIUDADES = 'Lugo Cádiz Soria Teruel Mérida Gijón Burgos Lorca Ávila Huesca'.split(' ')
const DÍAS = 'lunes martes miércoles jueves viernes sábado domingo'.split(' ')
const APELLIDOS = 'Ruiz Ruíz Vega Vela Castro Campos Herrera Ferrer Molina Medina'.split(' ')
const NÚMEROS = 'dos tres cuatro cinco seis siete ocho nueve diez doce quince veinte'.split(' ')

/** Spanish reports of one form each; not looked at while the account was made. */
export const SPANISH: Family = {
  tiempo: ({ pick, int }) =>
    `Tiempo para ${pick(CIUDADES)} el ${pick(DÍAS)}: cielos ${pick(['despejados', 'nubosos', 'cubiertos'])}, máximas de ${int(2, 39)} grados y mínimas de ${int(-9, 21)} grados. Viento ${pick(['flojo', 'moderado', 'fuerte'])} del ${pick(['norte', 'sur', 'este', 'oeste', 'noreste', 'sureste'])}. La agencia volverá a informar mañana por la mañana a la misma hora de siempre.`,
  accidente: ({ pick }) =>
    `Un accidente ocurrido el ${pick(DÍAS)} cerca de ${pick(CIUDADES)} dejó ${pick(NÚMEROS)} heridos, ${pick(['algunos', 'ninguno'])} de gravedad, según informó la guardia. La carretera quedó ${pick(['cerrada', 'abierta'])} al tráfico durante ${pick(NÚMEROS)} horas. Los servicios de emergencia piden a los conductores que circulen con prudencia.`,
  fútbol: ({ pick, int }) =>
    `El ${pick(CIUDADES)} ${pick(['ganó', 'perdió', 'empató'])} ante el ${pick(CIUDADES)} por ${int(0, 4)} a ${int(0, 4)}, con goles de ${pick(APELLIDOS)} y ${pick(APELLIDOS)}. El próximo partido se juega el domingo en el campo municipal; las entradas se venden en la taquilla desde las diez de la mañana.`,
}
