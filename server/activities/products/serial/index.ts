export { schemes } from './schemes.ts'
export { isFault, readSerial, type Pattern, type Serial, type SerialFault } from './serial.ts'
export { dayBefore, daysBefore, isDay, latestDay, monthsLater } from './weeks.ts'
